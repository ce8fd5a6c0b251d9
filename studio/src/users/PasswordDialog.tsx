import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import formClasses from '@/ui/Form.module.css';
import { ShownOnce } from '@/ui/ShownOnce';

const words = text.users.password;

/** Sets a made-up password for somebody, after saying what that ends. */
export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { setPassword } = useUserChanges();
  return (
    <Dialog title={words.title(user.name)} opened onClose={onClose}>
      {setPassword.data === undefined ? (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            setPassword.mutate(user.id);
          }}
          problem={setPassword.error}
          submitLabel={words.submit}
          submitting={setPassword.isPending}
          onCancel={onClose}
        >
          <p className={formClasses['about']}>{words.about}</p>
        </Form>
      ) : (
        <ShownOnce label={words.label} value={setPassword.data.password} about={words.shown} onDone={onClose} />
      )}
    </Dialog>
  );
}
