import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { outline, type Line } from '@/designer/document/outline';
import { dotted, samePath } from '@/designer/document/path';
import classes from '@/designer/tree/Tree.module.css';
import { componentsIn, treeKeys } from '@/designer/tree/treeKeys';
import { TreeLine } from '@/designer/tree/TreeLine';
import { useLineWork } from '@/designer/tree/useLineWork';
import type { Designer } from '@/designer/useDesigner';
import { text } from '@/text';

const words = text.apps.navigation;

/** Groups and links in their order, worked with the keys, drags and selections of the designer's tree. */
export function NavigationTree({ designer, onRename }: { designer: Designer; onRename: () => void }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const focus = useRef(false);
  const lines = outline(designer.doc, designer.slotsOf, closed);
  const at = lines.findIndex((line) => samePath(line.path, designer.selected));
  const close = (key: string, shut: boolean) => setClosed((was) => new Set([...was].filter((one) => one !== key).concat(shut ? [key] : [])));
  useEffect(() => {
    if (!focus.current) return;
    focus.current = false;
    list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const go = (line: Line | undefined) => {
    if (line === undefined) return;
    focus.current = true;
    designer.select(line.path);
  };
  const press = (event: MouseEvent, line: Line) => {
    focus.current = true;
    if (event.shiftKey) designer.extend(line.path, componentsIn(lines));
    else if (event.ctrlKey || event.metaKey) designer.toggle(line.path);
    else designer.select(line.path);
  };
  const work = useLineWork(designer, press, close);
  const marked = new Set(designer.chosen.map(dotted));
  const onKeyDown = (event: KeyboardEvent) => {
    focus.current = (treeKeys(event, { designer, lines, at, closed, go, close, rename: onRename }) && event.key !== 'F2') || focus.current;
  };

  return (
    <ul ref={list} className={classes['tree']} role="tree" aria-multiselectable aria-label={words.title} onKeyDown={onKeyDown}>
      {lines.map((line, index) => (
        <TreeLine key={line.key} line={line} work={work} chosen={marked.has(line.key)} current={at < 0 ? false : index === at} entry={at < 0 && index === 0} closed={closed.has(line.key)} />
      ))}
    </ul>
  );
}
