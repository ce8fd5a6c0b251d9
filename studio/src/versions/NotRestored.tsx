import { Button } from '@mantine/core';
import type { Problem } from '@/api/problem';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { ProblemBanner } from '@/ui/ProblemBanner';

const words = text.history;

interface NotRestoredProps {
  problem: Problem;
  busy: boolean;
  onAnyway: () => void;
  onClose: () => void;
}

/** Why a definition was not restored; where rows would be lost, the way to do it all the same. */
export function NotRestored({ problem, busy, onAnyway, onClose }: NotRestoredProps) {
  const loses = problem.code === 'schema.loses_data';
  return (
    <Dialog title={loses ? words.loses : words.noFit} opened onClose={onClose}>
      <div className={form['form']}>
        {!loses && <p className={form['about']}>{words.noFitAbout}</p>}
        {problem.errors.length === 0 ? (
          <ProblemBanner error={problem} />
        ) : (
          <ul>
            {problem.errors.slice(0, 10).map((error, index) => (
              <li key={index}>
                {error.message} {error.where?.file && <code>{error.where.file}</code>}
              </li>
            ))}
          </ul>
        )}
        <div className={form['buttons']}>
          <Button onClick={onClose}>{loses ? text.actions.cancel : text.actions.close}</Button>
          {loses && (
            <Button variant="filled" color="red" loading={busy} onClick={onAnyway}>
              {words.restoreAnyway}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
