import type { Connector } from '@/api/types';
import { text } from '@/text';
import { ConnectorMark } from '@/ui/ConnectorMark';
import classes from './KindCards.module.css';

interface KindCardsProps {
  connectors: Connector[];
  chosen: string;
  onChoose: (kind: string) => void;
}

/** The kinds of databases as cards; a group of radio buttons to the keyboard and to screen readers. */
export function KindCards({ connectors, chosen, onChoose }: KindCardsProps) {
  return (
    <fieldset className={classes['cards']}>
      <legend>{text.generate.connect.kind}</legend>
      {connectors.map((connector) => (
        <label key={connector.kind} className={classes['card']} data-disabled={!connector.is_installed || undefined}>
          <input type="radio" name="kind" value={connector.kind} checked={connector.kind === chosen} disabled={!connector.is_installed} onChange={() => onChoose(connector.kind)} />
          <ConnectorMark kind={connector.kind} />
          <span className={classes['words']}>
            <span className={classes['title']}>{connector.title}</span>
            {!connector.is_installed ? <span className={classes['about']}>{text.generate.connect.missing}</span> : connector.description && <span className={classes['about']}>{connector.description}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
