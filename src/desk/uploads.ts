import type { GivenFile } from '../../dialogs/files.ts';
import type { Write } from '../store/port.ts';

/** On record of each file that was taken; its bytes lie under the same id on the shelf. */
export interface UploadRecord extends GivenFile {
  v: 1;
  conversation: string;
  at: string;
  /** The sender's id, as the channel gave it, or a staff id. */
  by: string;
}

/** A file of this id was taken: without it, bytes on the shelf are nobody's. */
export const uploadKey = (id: string): string => `upload/${id}`;

/** The record of a file, to be committed with what took it. */
export function uploadWrite(file: GivenFile, conversation: string, by: string, at: string): Write {
  const value: UploadRecord = { v: 1, ...file, conversation, at, by };
  return { key: uploadKey(file.id), expectedVersion: 0, value };
}
