import { Textarea, type TextareaProps } from '@mantine/core';
import type { Ref } from 'react';
import classes from './GrowingTextarea.module.css';

const CAN_GROW = CSS.supports('field-sizing', 'content');

interface GrowingTextareaProps extends Omit<TextareaProps, 'autosize' | 'minRows' | 'maxRows' | 'classNames' | 'styles'> {
  ref?: Ref<HTMLTextAreaElement>;
  /** Lines before it scrolls. */
  maxRows: number;
}

/** A field of one line that grows with what is typed. */
export function GrowingTextarea({ maxRows, ...rest }: GrowingTextareaProps) {
  if (!CAN_GROW) return <Textarea {...rest} autosize minRows={1} maxRows={maxRows} />;
  return <Textarea {...rest} rows={1} classNames={{ input: classes['input'] ?? '' }} styles={{ input: { '--tw-most-rows': maxRows } }} />;
}
