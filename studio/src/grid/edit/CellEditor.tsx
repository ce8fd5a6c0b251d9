import { type KeyboardEvent, type ReactNode } from 'react';
import type { CellKind } from '../columns';
import { FilesEditor } from '../files/FilesEditor';
import classes from './Edit.module.css';
import type { EditorProps } from './given';
import { ManyEditor } from './ManyEditor';
import { OptionEditor, PickEditor } from './PickEditor';
import { TextEditor } from './TextEditor';

const EDITORS: Partial<Record<CellKind, (props: EditorProps) => ReactNode>> = {
  option: OptionEditor,
  relation: PickEditor,
  links: ManyEditor,
  tags: ManyEditor,
  files: FilesEditor,
};

/** The control that a cell is edited with. Escape gives up, Tab and Enter give what is there. `meanwhile` is what others do to it. */
export function CellEditor({ meanwhile, ...props }: EditorProps & { meanwhile?: string | null }) {
  const { column } = props;
  const Chosen = EDITORS[column.kind] ?? TextEditor;
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    props.onGive(null, 'stay');
  };
  return (
    <div className={classes['editor']} data-editor onKeyDownCapture={escape}>
      <Chosen {...props} />
      <span role="status">{meanwhile != null && <span className={classes['meanwhile']}>{meanwhile}</span>}</span>
    </div>
  );
}
