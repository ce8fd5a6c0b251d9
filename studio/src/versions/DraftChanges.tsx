import { useChanges } from '@/api/versions';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { ChangedDefinitions } from './ChangedDefinitions';

const words = text.versions;

/** What the draft makes different from what people use. */
export function DraftChanges({ workspace }: { workspace: string }) {
  const changes = useChanges(workspace);
  return <Loaded query={changes}>{(all) => (all.length === 0 ? <EmptyState title={words.noChanges.title} about={words.noChanges.about} /> : <ChangedDefinitions workspace={workspace} changes={all} />)}</Loaded>;
}
