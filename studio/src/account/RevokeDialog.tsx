import { useAccountChanges } from '@/api/account';
import type { ApiToken } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import formClasses from '@/ui/Form.module.css';
import { done } from '@/ui/toast';

const words = text.account.tokens;

/** Asks before a token is revoked: it cannot be brought back. */
export function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { revokeToken } = useAccountChanges();
  const revoke = () =>
    revokeToken.mutate(token.id, {
      onSuccess: () => {
        done(words.revoked(token.name));
        onClose();
      },
    });
  return (
    <Dialog title={words.revokeTitle(token.name)} opened onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          revoke();
        }}
        problem={revokeToken.error}
        submitLabel={words.revokeOf(token.name)}
        submitting={revokeToken.isPending}
        danger
        onCancel={onClose}
      >
        <p className={formClasses['about']}>{words.revokeAbout}</p>
      </Form>
    </Dialog>
  );
}
