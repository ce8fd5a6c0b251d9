import type { CSSProperties } from 'react';
import type { Path } from '../document/types';
import { boxOf, elementOf, type Box } from './frame';

const FONT = ['fontFamily', 'fontSize', 'fontWeight', 'letterSpacing', 'lineHeight', 'textAlign'] as const;

/** Where the words of a component are drawn, and how. */
export interface TextPlace {
  box: Box;
  look: Pick<CSSProperties, (typeof FONT)[number] | 'color' | 'backgroundColor'>;
}

/** The place of the words of a component: the text that they became, else all of what it drew; null when that is nothing. */
export function textPlaceOf(frame: Document, path: Path, written: string): TextPlace | null {
  const element = elementOf(frame, path);
  const whole = boxOf(frame, path);
  if (element === null || whole === null) return null;
  const texts = textsIn(frame, element);
  const pattern = patternOf(written);
  const found = texts.find((text) => pattern.test(squeezed(text.data))) ?? (written === '' ? texts[0] : undefined);
  const around = (found ?? texts[0])?.parentElement ?? null;
  const look = around === null ? {} : lookOf(frame, around);
  if (found === undefined || around === null) return { box: whole, look };
  const { left, top, width, height } = around.getBoundingClientRect();
  return { box: { left, top, width, height }, look };
}

/** The texts of a component that can be seen, without those of components inside it. */
function textsIn(frame: Document, element: Element): Text[] {
  const walker = frame.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode() !== null) {
    const text = walker.currentNode as Text;
    if (text.data.trim() !== '' && text.parentElement?.closest('[data-node]') === element && isSeen(frame, text)) found.push(text);
  }
  return found;
}

function isSeen(frame: Document, text: Text): boolean {
  const range = frame.createRange();
  range.selectNode(text);
  const { width, height } = range.getBoundingClientRect();
  return width > 1 && height > 1;
}

const squeezed = (words: string): string => words.replaceAll(/\s+/g, ' ').trim();

/** What words become when they are drawn: anything may stand in the place of an expression. */
function patternOf(written: string): RegExp {
  const parts = written.split(/\{\{[^]*?\}\}/).map((part) => part.replaceAll(/\s+/g, ' ').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*').trim()}$`);
}

/** The font of what is covered, in the colours of the page: those can be read whatever the component is drawn on. */
function lookOf(frame: Document, element: Element): TextPlace['look'] {
  const style = getComputedStyle(element);
  const { color, backgroundColor } = getComputedStyle(frame.body);
  return { ...Object.fromEntries(FONT.map((name) => [name, style[name]])), color, backgroundColor };
}
