import { useNavigate } from 'react-router';
import { useQueryChanges } from '@/api/queries';
import { text } from '@/text';
import { RenameNameDialog } from '@/ui/RenameNameDialog';
import { done } from '@/ui/toast';

const words = text.queries.rename;

/** Another permanent name for a query; screens and roles that use it follow. */
export function RenameDialog({ workspace, name, onClose }: { workspace: string; name: string; onClose: () => void }) {
  const { rename } = useQueryChanges(workspace);
  const navigate = useNavigate();
  const go = async (to: string) => {
    await rename.mutateAsync({ name, to });
    void navigate(`/w/${workspace}/queries/${to}`, { replace: true });
    done(words.renamed(to));
  };
  return <RenameNameDialog title={words.title} help={words.help} name={name} onRename={go} onClose={onClose} />;
}
