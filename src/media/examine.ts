import { createHash } from 'node:crypto';
import { FILE_LIMITS, type GivenFile } from '../../dialogs/files.ts';
import { checkPdf } from './pdf.ts';
import { remake } from './picture.ts';
import { FileRefused } from './refused.ts';

/** The largest file that is looked at, in bytes. */
export const MOST_BYTES = FILE_LIMITS.megabytes * 1024 * 1024;

const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'];
const HEIC = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

/** A file as it is kept, and what is known of it. */
export interface Examined {
  bytes: Buffer;
  known: Omit<GivenFile, 'id' | 'name'>;
}

/**
 * Looks at a file by its content, whatever its name and type say: a picture is made anew, a PDF that is only pages is
 * kept as it came, all else is refused. Throws FileRefused.
 */
export async function examine(bytes: Buffer): Promise<Examined> {
  if (bytes.length === 0) throw new FileRefused('empty', 'it has no bytes');
  if (bytes.length > MOST_BYTES) throw new FileRefused('too_large', `it has ${bytes.length} bytes`);
  const mime = await sniff(bytes);
  if (mime === 'application/pdf') {
    checkPdf(bytes);
    return examined(bytes, 'application/pdf', null, null);
  }
  const isHeic = HEIC.includes(mime);
  if (!isHeic && !PICTURES.includes(mime)) throw new FileRefused('no_picture', `it is ${mime}`);
  const picture = await remake(bytes, isHeic);
  return examined(picture.bytes, 'image/jpeg', picture.width, picture.height);
}

async function sniff(bytes: Buffer): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    const found = (await fileTypeFromBuffer(bytes))?.mime ?? 'of no known type';
    return found === 'image/apng' ? 'image/png' : found;
  } catch {
    return 'of no known type';
  }
}

function examined(
  bytes: Buffer,
  type: GivenFile['type'],
  width: number | null,
  height: number | null,
): Examined {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, known: { type, width, height, bytes: bytes.length, sha256 } };
}
