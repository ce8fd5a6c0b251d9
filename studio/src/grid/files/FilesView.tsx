import { IconPaperclip } from '@tabler/icons-react';
import { pictureAddress, type FilePlace } from '@/api/rowFiles';
import { text } from '@/text';
import type { GridColumn } from '../columns';
import { filesIn, type RowFile } from '../values';
import classes from './Files.module.css';

/** So many pictures are shown in a cell. */
const MOST_PICTURES = 3;

export const isPicture = (file: RowFile) => file.type.startsWith('image/') && file.type !== 'image/svg+xml';

interface FilesViewProps {
  column: GridColumn;
  value: unknown;
  place: FilePlace;
  /** The row that holds the files; pictures of others are not shown. */
  row: string | null | undefined;
}

/** The files of a cell: pictures small, the name of one, the number of several. */
export function FilesView({ column, value, place, row }: FilesViewProps) {
  const files = filesIn(value);
  const pictures = typeof row === 'string' ? files.filter(isPicture).slice(0, MOST_PICTURES) : [];
  if (files.length === 0) return <span className={classes['none']}>{text.grid.nothing}</span>;
  return (
    <span className={classes['files']}>
      {pictures.length === 0 && <IconPaperclip size={14} stroke={1.75} aria-hidden />}
      {pictures.map((file) => (
        <img key={file.id} className={classes['small']} src={pictureAddress(place, row ?? '', column.name, file.id)} alt="" loading="lazy" />
      ))}
      <span className={classes['name']}>{files.length === 1 ? files[0]?.name : text.grid.missingFiles(files.length)}</span>
    </span>
  );
}
