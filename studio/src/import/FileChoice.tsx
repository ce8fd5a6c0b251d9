import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { text } from '@/text';
import { sizeOf } from '@/ui/sizeOf';
import classes from './Import.module.css';

const words = text.importing.file;

interface FileChoiceProps {
  chosen: { name: string; file: Blob } | null;
  /** What it turned out to be. */
  format: string | undefined;
  onFile: (name: string, file: Blob) => void;
}

/** A file that is picked or dropped, or rows that are pasted. */
export function FileChoice({ chosen, format, onFile }: FileChoiceProps) {
  const [isOver, setOver] = useState(false);
  const [isPasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const opener = useRef<HTMLButtonElement>(null);
  const take = (file: File | null | undefined) => {
    if (file) onFile(file.name, file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={classes['drop']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={classes['line']}>
        <FileButton onChange={take}>
          {(props) => (
            <Button {...props} {...(chosen === null ? { variant: 'filled' } : {})} leftSection={<IconFileUpload size={16} stroke={1.75} />}>
              {chosen === null ? words.choose : words.other}
            </Button>
          )}
        </FileButton>
        <span className={classes['about']}>{words.drop}</span>
        <Button ref={opener} variant="subtle" aria-expanded={isPasting} onClick={() => setPasting(!isPasting)}>
          {words.paste}
        </Button>
      </div>
      {chosen !== null && (
        <p className={classes['chosen']} role="status">
          {[chosen.name, format === undefined ? '' : (words.formats[format] ?? format), sizeOf(chosen.file.size)].filter(Boolean).join(' · ')}
        </p>
      )}
      {isPasting && (
        <div className={classes['paste']}>
          <Textarea autoFocus label={words.pasteLabel} description={words.pasteHelp} value={pasted} minRows={4} maxRows={12} autosize spellCheck={false} onChange={(event) => setPasted(event.currentTarget.value)} />
          <Button
            disabled={pasted.trim() === ''}
            onClick={() => {
              onFile(words.pasted, new Blob([pasted]));
              setPasting(false);
              opener.current?.focus();
            }}
          >
            {words.usePasted}
          </Button>
        </div>
      )}
    </div>
  );
}
