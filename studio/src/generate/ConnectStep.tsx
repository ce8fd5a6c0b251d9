import { IconPlugOff } from '@tabler/icons-react';
import type { Connection } from '@/api/generate';
import { useConnectors } from '@/api/sources';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { ConnectForm } from './ConnectForm';

const words = text.generate.connect;

/** The first step: which database, and does the connection work. */
export function ConnectStep({ onDone }: { onDone: (connection: Connection) => void }) {
  const connectors = useConnectors();
  return (
    <Loaded query={connectors}>
      {(all) => (all.length === 0 ? <EmptyState icon={IconPlugOff} title={words.noKinds.title} about={words.noKinds.about} /> : <ConnectForm connectors={all} onDone={onDone} />)}
    </Loaded>
  );
}
