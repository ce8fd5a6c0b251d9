import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconFile, IconFileUpload, IconX } from '@tabler/icons-react';
import { useRef, useState, type ClipboardEvent, type DragEvent, type FocusEvent, type KeyboardEvent } from 'react';
import { fileAddress, pictureAddress } from '@/api/rowFiles';
import { text } from '@/text';
import { sizeOf } from '@/ui/sizeOf';
import { same } from '@/ui/same';
import type { After, EditorProps, Given } from '../edit/given';
import { filesIn, type RowFile } from '../values';
import classes from './Files.module.css';
import { isPicture } from './FilesView';
import { useSending } from './useSending';

const words = text.gridEdit.files;

/** The files of a cell: chosen, dropped or pasted to be sent, and taken out. What was done is saved when the cell is left. */
export function FilesEditor({ column, value, looks, label, row, onGive, onType }: EditorProps) {
  const before = filesIn(value);
  const [files, setFiles] = useState(before);
  const now = useRef(before);
  const isOver = useRef(false);
  const [isDragged, setDragged] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  const givenOf = (next: RowFile[]): Given => ({ value: column.many ? next : (next[0] ?? null), typed: null, problem: next.length === 0 && !column.mayBeEmpty ? text.gridEdit.mustHaveValue(column.label) : null });
  const change = (next: RowFile[]) => {
    now.current = next;
    setFiles(next);
    onType(givenOf(next));
  };
  const { sending, wrong, send } = useSending(looks.place, column, (sent) => change(column.many ? [...now.current, ...sent] : sent));
  const give = (after: After) => {
    if (isOver.current) return;
    isOver.current = true;
    onGive(same(now.current, before) ? null : givenOf(now.current), after);
  };
  const take = (taken: FileList | File[] | File | null) => void send(taken === null ? [] : taken instanceof File ? [taken] : [...taken]);
  const remove = (id: string) => {
    change(now.current.filter((one) => one.id !== id));
    box.current?.focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    take(event.clipboardData.files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDragged(false);
    take(event.dataTransfer.files);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the grid are none of this: it has controls of its own.
    event.stopPropagation();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && sending === null) give('stay');
  };
  /** Elsewhere the cell is left; the choice of a file takes the focus nowhere. */
  const onBlur = (event: FocusEvent) => {
    const to = event.relatedTarget;
    if (sending === null && to instanceof Node && box.current?.contains(to) === false) give('stay');
  };
  return (
    <div
      ref={(element) => {
        if (element !== null && box.current === null) element.focus();
        box.current = element;
      }}
      role="group"
      aria-label={label}
      tabIndex={-1}
      className={classes['editor']}
      data-files
      data-over={isDragged || undefined}
      data-mantine-stop-propagation
      onPaste={onPaste}
      onDragOver={(event) => {
        event.preventDefault();
        setDragged(true);
      }}
      onDragLeave={() => setDragged(false)}
      onDrop={onDrop}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      {files.length === 0 ? <p className={classes['quiet']}>{words.none}</p> : <ul className={classes['list']}>{files.map((file) => <OneFile key={file.id} file={file} address={addressOf(file)} picture={pictureOf(file)} onRemove={() => remove(file.id)} />)}</ul>}
      <span role="status" className={classes['quiet']}>
        {sending !== null && words.sending(sending)}
      </span>
      {wrong !== null && (
        <p className={classes['wrong']} role="alert">
          {wrong}
        </p>
      )}
      <div className={classes['line']}>
        <FileButton onChange={take} multiple={column.many}>
          {(props) => (
            <Button {...props} size="xs" loading={sending !== null} leftSection={<IconFileUpload size={16} stroke={1.75} />} data-mantine-stop-propagation>
              {column.many ? words.choose : files.length === 0 ? words.chooseOne : words.other}
            </Button>
          )}
        </FileButton>
        <Button size="xs" variant="filled" disabled={sending !== null} data-mantine-stop-propagation onClick={() => give('stay')}>
          {text.actions.done}
        </Button>
      </div>
      <p className={classes['quiet']}>{words.drop}</p>
    </div>
  );

  /** Files that the row holds already can be looked at. */
  function addressOf(file: RowFile) {
    return typeof row === 'string' && before.some((one) => one.id === file.id) ? fileAddress(looks.place, row, column.name, file.id) : null;
  }
  function pictureOf(file: RowFile) {
    return isPicture(file) && addressOf(file) !== null ? pictureAddress(looks.place, row ?? '', column.name, file.id) : null;
  }
}

function OneFile({ file, address, picture, onRemove }: { file: RowFile; address: string | null; picture: string | null; onRemove: () => void }) {
  return (
    <li className={classes['file']}>
      {picture === null ? <IconFile size={16} stroke={1.75} aria-hidden /> : <img className={classes['small']} src={picture} alt="" />}
      <span className={classes['name']} title={file.name}>
        {address === null ? file.name : <a href={address} download={file.name} data-mantine-stop-propagation>{file.name}</a>}
      </span>
      <span className={classes['quiet']}>{sizeOf(file.size)}</span>
      <ActionIcon size={24} aria-label={words.remove(file.name)} data-mantine-stop-propagation onClick={onRemove}>
        <IconX size={16} stroke={1.75} />
      </ActionIcon>
    </li>
  );
}
