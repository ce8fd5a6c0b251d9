import { useVariableChanges } from '@/api/variables';
import { text } from '@/text';
import { RenameNameDialog } from '@/ui/RenameNameDialog';
import { done, failed } from '@/ui/toast';

const words = text.variables.rename;

/** Another name for a variable; whatever reads it follows, and so do its values. */
export function RenameVariable({ workspace, name, onClose }: { workspace: string; name: string; onClose: () => void }) {
  const { rename } = useVariableChanges(workspace);
  const go = async (to: string) => {
    await rename.mutateAsync({ name, to });
    done(words.renamed(name, to), { undo: () => rename.mutate({ name: to, to: name }, { onError: failed }) });
  };
  return <RenameNameDialog title={words.title(name)} help={words.help} name={name} onRename={go} onClose={onClose} />;
}
