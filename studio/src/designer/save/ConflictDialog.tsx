import { text } from '@/text';
import type { Clash } from '@/ui/merge/mergeChanges';
import { MergeDialog } from '@/ui/merge/MergeDialog';
import { done } from '@/ui/toast';

const words = text.designer.conflict;

interface ConflictDialogProps {
  title?: string;
  editor: {
    title: string;
    clashes: Clash[];
    decide: (chosen: ReadonlySet<string>) => Promise<boolean>;
    decideLater: () => void;
  };
}

/** Two people changed the same things: each is decided, and undo leads back to what was written here. */
export function ConflictDialog({ editor, title = words.title }: ConflictDialogProps) {
  if (editor.clashes.length === 0) return null;
  const decide = async (chosen: ReadonlySet<string>) => {
    if (await editor.decide(chosen)) done(text.designer.bar.saved(editor.title));
  };
  return <MergeDialog title={title} clashes={editor.clashes} onDecided={(chosen) => void decide(chosen)} onLater={editor.decideLater} />;
}
