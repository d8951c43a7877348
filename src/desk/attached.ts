import type { Attached, GivenFile, Refusal } from '../../dialogs/files.ts';
import { RequestRefused } from '../errors.ts';
import type { Action } from './action-forms.ts';

/** Looks at files and puts them on the shelf. */
export type TakeFiles = (sources: readonly { name: string; bytes: Buffer }[]) => Promise<Attached>;

/**
 * Takes the files of an action in, once however often it is called. Rejects with RequestRefused 400 that names each file
 * that is not taken, and why.
 */
export function takenOnce(takeFiles: TakeFiles): (action: Action) => Promise<readonly GivenFile[]> {
  let taken: Promise<readonly GivenFile[]> | undefined;
  return (action) => {
    const sent = action.type === 'reply' || action.type === 'note' ? (action.attachments ?? []) : [];
    taken ??= sent.length === 0 ? Promise.resolve([]) : takeAll(takeFiles, sent);
    return taken;
  };
}

async function takeAll(
  takeFiles: TakeFiles,
  sent: readonly { name: string; content: string }[],
): Promise<readonly GivenFile[]> {
  const sources = sent.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }));
  const { files, refused } = await takeFiles(sources);
  const [first] = refused;
  if (!first) return files;
  const all = refused.map(({ name, number, reason }) => {
    return `${JSON.stringify(name === '' ? `file ${number}` : name)} ${WHY[reason]}`;
  });
  const field = `attachments.${first.number - 1}`;
  throw new RequestRefused(400, `attachments: ${all.join('; ')}. Nothing was done.`, field);
}

/** Why a file is not taken, for whoever sends it. */
const WHY: Readonly<Record<Refusal, string>> = {
  too_large: 'is larger than 10 MB',
  empty: 'has no bytes',
  no_picture: 'is neither a picture nor a PDF',
  damaged: 'is damaged and cannot be opened',
  too_many_pixels: 'has more than 64 megapixels',
  heic: 'is a HEIC picture that cannot be opened: send it as JPEG',
  unsafe: 'is a PDF that holds more than pages',
  unreachable: 'could not be fetched',
  surplus: 'is one too many',
  case_full: 'is more than the case takes',
};
