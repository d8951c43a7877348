import type { Refusal } from '../../dialogs/files.ts';

/** A file is not taken; the reason has a text for the customer, the detail is for the log and holds nothing of theirs. */
export class FileRefused extends Error {
  readonly code = 'file_refused';
  override readonly name = 'FileRefused';
  readonly reason: Refusal;

  constructor(reason: Refusal, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
