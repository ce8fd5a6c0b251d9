import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import form from '@/ui/Form.module.css';
import { done } from '@/ui/toast';

const words = text.users.deleteDialog;

/** Removes a person, after saying what goes with them: it cannot be undone. */
export function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { remove } = useUserChanges();
  const go = () =>
    remove.mutate(user.id, {
      onSuccess: () => {
        done(words.deleted(user.name));
        onClose();
      },
    });
  return (
    <Dialog title={words.title(user.name)} opened onClose={onClose}>
      <Form
        danger
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
        problem={remove.error}
        submitLabel={words.submit(user.name)}
        submitting={remove.isPending}
        onCancel={onClose}
      >
        <p className={form['about']}>{words.about}</p>
      </Form>
    </Dialog>
  );
}
