import { useAppChanges } from '@/api/designer';
import type { ScreenSummary } from '@/api/types';
import { placeOf } from '@/designer/save/keptScreen';
import { screenSubject } from '@/designer/subject';
import { text } from '@/text';
import { moveDrafts } from '@/ui/drafts/keptDrafts';
import { RenameNameDialog } from '@/ui/RenameNameDialog';
import { done, failed } from '@/ui/toast';

const words = text.apps.rename;

interface RenameScreenProps {
  workspace: string;
  app: string;
  screen: ScreenSummary;
  onClose: () => void;
}

/** Another permanent name for a screen. Its address stays; navigation, screens and roles that name it follow. */
export function RenameScreen({ workspace, app, screen, onClose }: RenameScreenProps) {
  const { renameScreen } = useAppChanges(workspace, app);
  const rename = async (from: string, to: string) => {
    const made = await renameScreen.mutateAsync({ screen: from, to });
    moveDrafts(placeOf(screenSubject(workspace, app, from)), placeOf(screenSubject(workspace, app, to)));
    return made;
  };
  const go = async (to: string) => {
    const { unclear } = await rename(screen.name, to);
    done(unclear.length === 0 ? words.renamed(screen.title, to) : words.unclear(unclear.join(', ')), { undo: () => void rename(to, screen.name).catch(failed) });
  };
  return <RenameNameDialog title={words.title(screen.title)} help={words.help} name={screen.name} onRename={go} onClose={onClose} />;
}
