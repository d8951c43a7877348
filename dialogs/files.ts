/** What of files is taken: their size and pixels, and how many come with a message and stay with a case. */
export const FILE_LIMITS = { megabytes: 10, megapixels: 64, ofMessage: 8, ofCase: 40 } as const;

/** Why a file is not taken; each has a text that says what to do. */
export const REFUSALS = [
  'too_large',
  'empty',
  'no_picture',
  'damaged',
  'too_many_pixels',
  'heic',
  'unsafe',
  'unreachable',
  'surplus',
  'case_full',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** A file that was taken: what is known of it; its bytes are kept apart, under its id. */
export interface GivenFile {
  id: string;
  type: 'image/jpeg' | 'application/pdf';
  /** As the customer's device named it, without what is no plain name; may be empty. */
  name: string;
  /** In pixels; null of what is no picture. */
  width: number | null;
  height: number | null;
  bytes: number;
  sha256: string;
}

/** One that was not. `number`: which of the message's files it was, from 1. */
export interface RefusedFile {
  name: string;
  number: number;
  reason: Refusal;
}

/** The files of one message. */
export interface Attached {
  files: readonly GivenFile[];
  refused: readonly RefusedFile[];
}

export const NO_FILES: Attached = { files: [], refused: [] };

/** What a file belongs to; where all is null, to the case as a whole. */
export interface About {
  fault: string | null;
  /** Units that are asked about together. */
  group: string | null;
  /** The serial number's label was asked for. */
  label: boolean;
}

/** A file as it stands with what the customer told. */
export interface Attachment extends GivenFile, About {
  at: string;
}
