import { memo, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { text } from '@/text';
import { failed } from '@/ui/toast';
import { nodeAt } from '../document/edit';
import { outline, type Line } from '../document/outline';
import { dotted, samePath } from '../document/path';
import { topmost } from '../document/several';
import type { Path } from '../document/types';
import { useInspector } from '../inspector/useInspector';
import type { Designer } from '../useDesigner';
import { readCopied } from './copied';
import { RenameDialog } from './RenameDialog';
import classes from './Tree.module.css';
import { TreeLine } from './TreeLine';
import { componentsIn, treeKeys } from './treeKeys';
import { useLineWork } from './useLineWork';

const words = text.designer.tree;

/** The components of the screen as a tree that is worked with keys, pointer and clipboard. */
export const Tree = memo(function Tree({ designer }: { designer: Designer }) {
  const { workspace, subject } = useInspector();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [renaming, setRenaming] = useState<Path | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const { doc, slotsOf, selected, chosen, select } = designer;
  const lines = useMemo(() => outline(doc, slotsOf, closed), [doc, slotsOf, closed]);
  const marked = useMemo(() => new Set(chosen.map(dotted)), [chosen]);
  const at = lines.findIndex((line) => samePath(line.path, selected));

  const close = (key: string, shut: boolean) => setClosed((was) => new Set([...was].filter((one) => one !== key).concat(shut ? [key] : [])));
  const focus = useRef(false);
  // Reading YAML takes a moment, in which the screen may change.
  const latest = useRef(designer);
  useEffect(() => {
    latest.current = designer;
  });
  useEffect(() => {
    if (!focus.current) return;
    focus.current = false;
    list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const go = (line: Line | undefined) => {
    focus.current = true;
    select(line?.path ?? []);
  };

  const press = (event: MouseEvent, line: Line) => {
    focus.current = true;
    if (event.shiftKey && line.type === 'node') designer.extend(line.path, componentsIn(lines));
    else if (event.ctrlKey || event.metaKey) designer.toggle(line.path);
    else select(line.path);
  };

  const work = useLineWork(designer, press, close);

  const onKeyDown = (event: KeyboardEvent) => {
    focus.current = treeKeys(event, { designer, lines, at, closed, go, close, rename: setRenaming }) || focus.current;
  };

  const onCopy = (event: ClipboardEvent) => {
    const nodes = topmost(chosen).flatMap((path) => nodeAt(doc, path) ?? []);
    if (nodes.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', JSON.stringify(nodes.length === 1 ? nodes[0] : nodes, null, 2));
    if (event.type === 'cut') {
      focus.current = true;
      designer.remove(chosen);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const words = event.clipboardData.getData('text/plain');
    if (words.trim() === '') return;
    event.preventDefault();
    readCopied(workspace, words).then((nodes) => {
      focus.current = true;
      latest.current.paste(nodes);
    }, failed);
  };

  return (
    <>
      <ul ref={list} className={classes['tree']} role="tree" aria-multiselectable aria-label={words.label} onKeyDown={onKeyDown} onCopy={onCopy} onCut={onCopy} onPaste={onPaste}>
        <li role="treeitem" aria-level={1} aria-selected={selected.length === 0} tabIndex={at < 0 ? 0 : -1} className={classes['line']} data-key="" onClick={() => go(undefined)}>
          <span className={classes['name']}>{text.designer.inspector[subject.sort]}</span>
        </li>
        {lines.map((line) => (
          <TreeLine key={line.key} line={line} work={work} chosen={marked.has(line.key)} current={samePath(line.path, selected)} closed={closed.has(line.key)} />
        ))}
      </ul>
      {lines.length === 0 && <p className={classes['hint']}>{words.empty}</p>}
      {renaming !== null && <RenameDialog key={dotted(renaming)} designer={designer} path={renaming} onClose={() => setRenaming(null)} />}
    </>
  );
});
