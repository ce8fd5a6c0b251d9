import { IconAlertCircle } from '@tabler/icons-react';
import { text } from '@/text';
import classes from '../Designer.module.css';
import { componentAt, nodeAt } from '../document/edit';
import { titleOf, type Designer } from '../useDesigner';
import type { Fault } from './faults';

const words = text.designer.faults;

interface FaultListProps {
  faults: Fault[];
  designer: Designer;
  onSelect: (fault: Fault) => void;
}

/** What is wrong with the screen as it is now; each leads to its setting. The picture above is the last good one. */
export function FaultList({ faults, designer, onSelect }: FaultListProps) {
  if (faults.length === 0) return null;
  return (
    <section className={classes['faults']} aria-label={words.title}>
      <h2>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden /> {words.count(faults.length)}
      </h2>
      <ul>
        {faults.map((fault) => {
          const path = componentAt(designer.doc, fault.path);
          const node = nodeAt(designer.doc, path);
          const setting = fault.path.slice(path.length).join('.');
          return (
            <li key={`${fault.path.join('.')} ${fault.message}`}>
              <button type="button" onClick={() => onSelect(fault)}>
                <strong>{[node === undefined ? words.screen : titleOf(node, designer.kinds), setting].filter(Boolean).join(' · ')}</strong> {fault.message} {fault.hint}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
