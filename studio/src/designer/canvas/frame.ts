import { Idiomorph } from 'idiomorph';
import type { Preview } from '@/api/types';
import { dotted, parsePath } from '../document/path';
import type { Path } from '../document/types';

/** An element without a box: a part of a screen that is drawn on its own, or what marks a component. */
const REGION = 'tw-region';

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Put a drawn screen into the frame; what stays the same is left alone, so that scrolling and charts stay. */
export function showIn(frame: Document, picture: Preview): void {
  const page = frame.querySelector('.tw-page');
  if (page === null) return;
  page.setAttribute('data-width', picture.width);
  void Idiomorph.morph(page, picture.html, { morphStyle: 'innerHTML', callbacks: { beforeNodeMorphed: mayChange } });
  for (const kind of picture.islands) loadIsland(frame, kind);
}

/** Lay the rules of a theme over those of the product. The stored one goes: a setting taken back must not shine through. */
export function dress(frame: HTMLIFrameElement, css: string, mode: 'light' | 'dark'): void {
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (view === null) return;
  view.document.querySelector('link[href*="/_theme.css"]')?.remove();
  const rules = new view.CSSStyleSheet();
  rules.replaceSync(css);
  view.document.adoptedStyleSheets = [rules];
  view.document.documentElement.setAttribute('data-mode', mode);
}

/** What is the same stays. Rich components draw themselves from their attributes; what is inside them is theirs. */
function mayChange(old: Node, fresh: Node): boolean {
  // Asked of the browser in one go, in place of a walk through all that is in it.
  if (old.isEqualNode(fresh)) return false;
  if (old.nodeType !== Node.ELEMENT_NODE || fresh.nodeType !== Node.ELEMENT_NODE) return true;
  const [kept, from] = [old as Element, fresh as Element];
  if (!kept.hasAttribute('data-keep')) return true;
  for (const { name, value } of [...from.attributes]) {
    if (kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  }
  return false;
}

/** Code of a rich component, from the address that the frame names. */
function loadIsland(frame: Document, kind: string): void {
  const links = frame.querySelector('template')?.content.querySelectorAll<HTMLLinkElement>('link[data-island]') ?? [];
  const href = [...links].find((link) => link.dataset['island'] === kind)?.getAttribute('href');
  if (href === null || href === undefined || frame.querySelector(`script[src="${CSS.escape(href)}"]`) !== null) return;
  const script = frame.createElement('script');
  script.type = 'module';
  script.src = href;
  frame.head.append(script);
}

/** The component at a point of the frame. */
export function nodeAtPoint(frame: Document, x: number, y: number): Path | null {
  const place = frame.elementFromPoint(x, y)?.closest('[data-node]')?.getAttribute('data-node');
  return place === null || place === undefined ? null : parsePath(place);
}

export const elementOf = (frame: Document, path: Path): Element | null => frame.querySelector(`[data-node="${CSS.escape(dotted(path))}"]`);

/** Where a component is in the frame: around all it drew. Several of one (in rows of data) count as the first. */
export function boxOf(frame: Document, path: Path): Box | null {
  const element = elementOf(frame, path);
  if (element === null) return null;
  const edges = rectsOf(frame, element).filter((rect) => rect.width > 0 || rect.height > 0);
  if (edges.length === 0) return null;
  const [left, top] = [Math.min(...edges.map((rect) => rect.left)), Math.min(...edges.map((rect) => rect.top))];
  return { left, top, width: Math.max(...edges.map((rect) => rect.right)) - left, height: Math.max(...edges.map((rect) => rect.bottom)) - top };
}

/** The boxes of what an element without a box of its own holds. */
function rectsOf(frame: Document, element: Element): DOMRect[] {
  return [...element.childNodes].flatMap((child) => {
    if (child.nodeType === Node.ELEMENT_NODE) return (child as Element).localName === REGION ? rectsOf(frame, child as Element) : [(child as Element).getBoundingClientRect()];
    if (child.nodeType !== Node.TEXT_NODE || child.textContent?.trim() === '') return [];
    const range = frame.createRange();
    range.selectNode(child);
    return [range.getBoundingClientRect()];
  });
}

/** Scroll what is under a point, as a wheel would. */
export function scrollAt(frame: Document, x: number, y: number, by: { left: number; top: number }): void {
  let at: Element | null = frame.elementFromPoint(x, y);
  while (at !== null && at !== frame.documentElement) {
    const { overflowY } = getComputedStyle(at);
    const room = by.top < 0 ? at.scrollTop > 0 : at.scrollTop + at.clientHeight < at.scrollHeight - 1;
    if ((overflowY === 'auto' || overflowY === 'scroll') && room) {
      at.scrollBy(by);
      return;
    }
    at = at.parentElement;
  }
  frame.defaultView?.scrollBy(by);
}

/** Bring a component into sight. */
export function reveal(frame: Document, path: Path): void {
  const box = boxOf(frame, path);
  const view = frame.defaultView;
  if (box === null || view === null) return;
  if (box.top + Math.min(box.height, 80) > view.innerHeight || box.top + box.height < 40) view.scrollBy({ top: box.top - 48 });
}
