import { IconAlertCircle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo, useRef, useState } from 'react';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { useDragLine, type DropEdge } from '../drag/useDragLine';
import type { Line } from '../document/outline';
import { kindOf } from '../moduleKinds';
import { titleOf } from '../useDesigner';
import { KindIcon } from './KindIcon';
import classes from './Tree.module.css';
import type { LineWork } from './useLineWork';

interface TreeLineProps {
  line: Line;
  work: LineWork;
  chosen: boolean;
  /** The last one selected, at which keys work. */
  current: boolean;
  /** Where nothing is selected: the one that the tabulator key leads to. */
  entry?: boolean;
  closed: boolean;
}

/** A component in the tree, or one of its slots. */
export const TreeLine = memo(function TreeLine({ line, work, chosen, current, entry = false, closed }: TreeLineProps) {
  const element = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<DropEdge | null>(null);
  useDragLine(element, line, work, setEdge);
  const { kind, name, sort, isUnknown } = wordsOf(line, work);
  return (
    <li
      ref={element}
      role="treeitem"
      aria-level={line.depth + 2}
      aria-selected={current || chosen}
      aria-expanded={line.children === 0 ? undefined : !closed}
      tabIndex={current || entry ? 0 : -1}
      className={classes['line']}
      data-key={line.key}
      data-slot={line.type === 'slot' || undefined}
      data-depth={Math.min(line.depth, 9)}
      data-edge={edge ?? undefined}
      onClick={(event) => work.press(event, line)}
    >
      <Twist open={!closed} none={line.children === 0} onTwist={() => work.close(line.key, !closed)} />
      {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
      {isUnknown && <IconAlertCircle size={16} stroke={1.75} aria-label={text.designer.tree.unknown} />}
      <span className={classes['name']}>{name}</span>
      {sort !== name && <span className={classes['sort']}>{sort}</span>}
    </li>
  );
}, isDrawnAlike);

/** Lines are made anew with every change; what one shows is its place and its component. */
function isDrawnAlike({ line: was, ...before }: TreeLineProps, { line, ...now }: TreeLineProps): boolean {
  const isSame = was.key === line.key && was.depth === line.depth && was.children === line.children && was.type === line.type;
  return isSame && nodeOf(was) === nodeOf(line) && (Object.keys(now) as (keyof typeof now)[]).every((key) => before[key] === now[key]);
}

const nodeOf = (line: Line) => (line.type === 'node' ? line.node : undefined);

/** What a line says: the name of a component and the kind it is of, or the name of a slot. */
function wordsOf(line: Line, { kinds }: LineWork) {
  if (line.type === 'slot') {
    const name = labelOf(line.slot, kinds.get(line.of)?.settings_schema.properties?.[line.slot]?.title);
    return { kind: undefined, name, sort: name, isUnknown: false };
  }
  const kind = kindOf(line.node, kinds);
  return { kind, name: titleOf(line.node, kinds), sort: kind?.title ?? line.node.kind, isUnknown: kind === undefined };
}

/** Opens and closes with the pointer; keys do it with the arrows. */
function Twist({ open, none, onTwist }: { open: boolean; none: boolean; onTwist: () => void }) {
  const TwistIcon = open ? IconChevronDown : IconChevronRight;
  return (
    <span
      className={classes['twist']}
      aria-hidden
      onClick={(event) => {
        event.stopPropagation();
        onTwist();
      }}
    >
      {!none && <TwistIcon size={14} stroke={1.75} />}
    </span>
  );
}
