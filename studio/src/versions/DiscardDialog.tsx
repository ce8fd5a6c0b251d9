import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { baseOf, useVersionChanges } from '@/api/versions';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';

const words = text.versions.discard;

/** Removes the draft with all that was changed in it. */
export function DiscardDialog({ workspace, changed, onClose }: { workspace: string; changed: number; onClose: () => void }) {
  const { discardDraft } = useVersionChanges(workspace);
  const navigate = useNavigate();
  const go = () =>
    discardDraft.mutate(undefined, {
      onSuccess: () => {
        onClose();
        void navigate(`/w/${baseOf(workspace)}/versions`);
        done(words.done);
      },
    });
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <div className={form['form']}>
        {discardDraft.error !== null && <ProblemBanner error={discardDraft.error} />}
        <p className={form['about']}>{words.about(changed)}</p>
        <div className={form['buttons']}>
          <Button variant="filled" color="red" loading={discardDraft.isPending} onClick={go}>
            {words.submit}
          </Button>
          <Button onClick={onClose}>{text.actions.cancel}</Button>
        </div>
      </div>
    </Dialog>
  );
}
