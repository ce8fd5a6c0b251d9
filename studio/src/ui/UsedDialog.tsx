import { Button } from '@mantine/core';
import { text } from '@/text';
import { Dialog } from './Dialog';
import form from './Form.module.css';

interface UsedDialogProps {
  title: string;
  about: string;
  /** The files that use it; nothing is shown while there are none. */
  files: readonly string[];
  onClose: () => void;
}

/** What cannot be deleted, and what uses it. */
export function UsedDialog({ title, about, files, onClose }: UsedDialogProps) {
  return (
    <Dialog title={title} opened={files.length > 0} onClose={onClose}>
      <div className={form['form']}>
        <p className={form['about']}>{about}</p>
        <ul>
          {files.map((file) => (
            <li key={file}>
              <code>{file}</code>
            </li>
          ))}
        </ul>
        <div className={form['buttons']}>
          <Button onClick={onClose}>{text.actions.close}</Button>
        </div>
      </div>
    </Dialog>
  );
}
