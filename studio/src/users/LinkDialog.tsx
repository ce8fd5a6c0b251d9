import { useEffect, useRef } from 'react';
import type { User } from '@/api/types';
import { useUserChanges } from '@/api/users';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { RowsSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { ShownOnce } from '@/ui/ShownOnce';

const words = text.users.linkDialog;

/** Makes a link that signs somebody in once. */
export function LinkDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { makeLink } = useUserChanges();
  const { mutate } = makeLink;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate(user.id);
  }, [mutate, user.id]);
  return (
    <Dialog title={words.title(user.name)} opened onClose={onClose}>
      {makeLink.isError && <ProblemBanner error={makeLink.error} />}
      {makeLink.isPending && <RowsSkeleton rows={2} />}
      {makeLink.data !== undefined && (
        <ShownOnce label={words.label} value={new URL(makeLink.data.path, window.location.origin).href} about={words.about} onDone={onClose} />
      )}
    </Dialog>
  );
}
