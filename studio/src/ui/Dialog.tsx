import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '@/text';

interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog; Escape and the cross close it. */
export function Dialog({ title, opened, onClose, children }: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': text.actions.close }}>
      {children}
    </Modal>
  );
}
