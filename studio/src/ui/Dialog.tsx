import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '@/text';
import classes from './Dialog.module.css';
import { useFocusBack } from './useFocusBack';

interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** How wide it may be, in pixels. */
  size?: number;
  children: ReactNode;
}

/** It stays where it appears: a press on a dialog that still moved would land beside its button. */
const FADE = { transition: 'fade', duration: 120 } as const;

/** A dialog; Escape and the cross close it. */
export function Dialog({ title, opened, onClose, size, children }: DialogProps) {
  useFocusBack(opened);
  return (
    <Modal.Root opened={opened} onClose={onClose} centered transitionProps={FADE} {...(size === undefined ? {} : { size })}>
      <Modal.Overlay />
      <Modal.Content radius="lg">
        <div className={classes['head']}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={text.actions.close} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
