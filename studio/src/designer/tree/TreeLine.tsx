import { IconAlertCircle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useRef, useState, type MouseEvent } from 'react';
import { labelOf } from '@/schema/labels';
import { text } from '@/text';
import { useDragLine, type DropEdge } from '../drag/useDragLine';
import type { Line } from '../document/outline';
import { samePath } from '../document/path';
import { titleOf, type Designer } from '../useDesigner';
import { KindIcon } from './KindIcon';
import classes from './Tree.module.css';

interface TreeLineProps {
  line: Line;
  designer: Designer;
  /** The last one selected, at which keys work. */
  current: boolean;
  /** Where nothing is selected: the one that the tabulator key leads to. */
  entry?: boolean;
  closed: boolean;
  onPress: (event: MouseEvent) => void;
  onClose: (shut: boolean) => void;
}

/** A component in the tree, or one of its slots. */
export function TreeLine({ line, designer, current, entry = false, closed, onPress, onClose }: TreeLineProps) {
  const element = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<DropEdge | null>(null);
  useDragLine(element, line, designer, setEdge);
  const { kind, name, sort, isUnknown } = wordsOf(line, designer);
  return (
    <li
      ref={element}
      role="treeitem"
      aria-level={line.depth + 2}
      aria-selected={current || designer.chosen.some((path) => samePath(path, line.path))}
      aria-expanded={line.children === 0 ? undefined : !closed}
      tabIndex={current || entry ? 0 : -1}
      className={classes['line']}
      data-key={line.key}
      data-slot={line.type === 'slot' || undefined}
      data-depth={Math.min(line.depth, 9)}
      data-edge={edge ?? undefined}
      onClick={onPress}
    >
      <Twist open={!closed} none={line.children === 0} onTwist={() => onClose(!closed)} />
      {kind !== undefined && <KindIcon paths={kind.icon_paths} />}
      {isUnknown && <IconAlertCircle size={16} stroke={1.75} aria-label={text.designer.tree.unknown} />}
      <span className={classes['name']}>{name}</span>
      {sort !== name && <span className={classes['sort']}>{sort}</span>}
    </li>
  );
}

/** What a line says: the name of a component and the kind it is of, or the name of a slot. */
function wordsOf(line: Line, designer: Designer) {
  if (line.type === 'slot') {
    const name = labelOf(line.slot, undefined);
    return { kind: undefined, name, sort: name, isUnknown: false };
  }
  const kind = designer.kinds.get(line.node.kind);
  return { kind, name: titleOf(line.node, designer.kinds), sort: kind?.title ?? line.node.kind, isUnknown: kind === undefined };
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
