import type { Suggestion } from '@/api/types';
import { text } from '@/text';
import classes from './Suggestions.module.css';

interface SuggestionsProps {
  id: string;
  offers: readonly Suggestion[];
  active: number;
  onTake: (offer: Suggestion) => void;
}

/** What could stand at the cursor of the field above; nothing where nothing could. */
export function Suggestions({ id, offers, active, onTake }: SuggestionsProps) {
  if (offers.length === 0) return null;
  return (
    <ul id={id} role="listbox" aria-label={text.roles.panel.suggestions} className={classes['offers']}>
      {offers.map((offer, index) => (
        <li key={offer.insert} id={`${id}-${index}`} role="option" aria-selected={index === active} data-active={index === active || undefined} onMouseDown={(event) => event.preventDefault()} onClick={() => onTake(offer)}>
          <code>{offer.insert}</code>
          <span>{offer.detail}</span>
        </li>
      ))}
    </ul>
  );
}

/** What says that a field has a list of suggestions, for its attributes. */
export const listAttributes = (id: string, offers: readonly Suggestion[], active: number) => ({
  'aria-autocomplete': 'list' as const,
  'aria-haspopup': 'listbox' as const,
  ...(offers.length > 0 ? { 'aria-controls': id } : {}),
  ...(offers[active] === undefined ? {} : { 'aria-activedescendant': `${id}-${active}` }),
});
