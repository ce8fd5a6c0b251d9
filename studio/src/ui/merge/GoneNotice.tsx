import { text } from '@/text';
import { ChoiceNotice } from './ChoiceNotice';

const words = text.merge.gone;

/** What is being written was deleted by somebody else: it is stored anew, or let go on purpose. */
export function GoneNotice({ onSave, onLeave }: { onSave: () => void; onLeave: () => void }) {
  return (
    <ChoiceNotice
      title={words.title}
      about={words.about}
      choices={[
        { label: words.save, onChoose: onSave },
        { label: words.leave, onChoose: onLeave },
      ]}
    />
  );
}
