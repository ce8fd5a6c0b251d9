import type { components } from '@/generated/api';
import { at, call } from './client';

/** A file that was sent, and waits for a row to take it. */
export type Sent = components['schemas']['UploadAnswer'];

/** Where files of rows are sent and read. */
export interface FilePlace {
  workspace: string;
  table: string;
}

const PICTURE_PX = 96;

/** Send a file for a column. Only who sent it can give it to a row. */
export const sendFile = ({ workspace, table }: FilePlace, column: string, file: File, signal: AbortSignal) =>
  call<Sent>('POST', `${at`/workspaces/${workspace}/tables/${table}/files/upload`}?${new URLSearchParams({ column, name: file.name }).toString()}`, { file, signal });

/** The address of a file of a row; of a picture also that of a small one. */
export const fileAddress = ({ workspace, table }: FilePlace, row: string, column: string, file: string) => `/api/v1${at`/workspaces/${workspace}/tables/${table}/rows/${row}/files/${column}/${file}`}`;
export const pictureAddress = (place: FilePlace, row: string, column: string, file: string) => `${fileAddress(place, row, column, file)}?thumbnail=${PICTURE_PX}`;
