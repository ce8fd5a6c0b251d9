import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { COMMAND_KEY } from '@/shell/keys';
import { text } from '@/text';
import type { MainText } from '../mainText';
import classes from './InlineText.module.css';
import type { TextPlace } from './textPlace';

const words = text.designer.inline;
/** So many letters are a text of several lines, in which Enter begins a new one. */
const LONG = 160;
const AROUND = 5;
const LEAST = 240;
const HINT = 20;

interface InlineTextProps {
  place: TextPlace;
  of: MainText;
  /** Null where nothing is to change. */
  onEnd: (written: string | null) => void;
}

/** The words of a component, edited where they are shown. Enter or leaving keeps them, Escape does not. */
export function InlineText({ place, of, onEnd }: InlineTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const back = useRef<Element | null>(null);
  const hasEnded = useRef(false);
  const [written, setWritten] = useState(of.written);
  const isLong = of.written.includes('\n') || of.written.length > LONG;

  useEffect(() => {
    back.current = document.activeElement;
    field.current?.focus();
    field.current?.select();
  }, []);

  const end = (next: string | null) => {
    if (hasEnded.current) return;
    hasEnded.current = true;
    onEnd(next === of.written ? null : next);
  };
  const endByKey = (event: KeyboardEvent, next: string | null) => {
    event.preventDefault();
    event.stopPropagation();
    end(next);
    if (back.current instanceof HTMLElement) back.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') endByKey(event, null);
    else if (event.key === 'Enter' && (isCommand || !(isLong || event.shiftKey))) endByKey(event, written);
    // Whoever saves means what is written here as well: it has to be part of the screen before the key is heard.
    else if (event.key.toLowerCase() === 's' && isCommand) flushSync(() => end(written));
  };

  const { box, look } = place;
  const [width, height] = [Math.max(box.width + 2 * AROUND, LEAST), box.height + 2 * AROUND];
  return (
    <div className={classes['inline']} style={{ left: within(box.left - AROUND, width), top: within(box.top - AROUND, height + HINT), width: `min(${width}px, 100%)` }}>
      <Textarea
        ref={field}
        classNames={{ input: classes['field'] ?? '', description: classes['hint'] ?? '' }}
        styles={{ input: look }}
        aria-label={words.label(of.label, of.kind)}
        description={isLong ? words.longHint(COMMAND_KEY) : words.hint}
        inputWrapperOrder={['input', 'description']}
        value={written}
        autosize
        minRows={1}
        maxRows={12}
        spellCheck={false}
        onChange={(event) => setWritten(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(written)}
      />
    </div>
  );
}

/** A place that keeps what is so large inside the picture. */
const within = (at: number, size: number): string => `max(0px, min(${at}px, calc(100% - ${size}px)))`;
