import { text } from '@/text';
import { ChoiceNotice } from './ChoiceNotice';

const words = text.merge.gone;

interface GoneNoticeProps {
  /** What it means to store it anew, where that is not all of it. */
  about?: string;
  onSave: () => void;
  onLeave: () => void;
}

/** What is being written was deleted by somebody else: it is stored anew, or let go on purpose. */
export function GoneNotice({ about = words.about, onSave, onLeave }: GoneNoticeProps) {
  return (
    <ChoiceNotice
      title={words.title}
      about={about}
      choices={[
        { label: words.save, onChoose: onSave },
        { label: words.leave, onChoose: onLeave },
      ]}
    />
  );
}
