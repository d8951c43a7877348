import type { Attachment } from 'botbuilder';
import type { Outgoing, OutgoingFile } from '../conversation/types.ts';
import type { Abilities } from './abilities.ts';

const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf' };

/** A file's name with the ending of what it is, whatever the sender called it. */
export function fileName({ name, type }: Pick<OutgoingFile, 'name' | 'type'>): string {
  const stem = name.replace(/\.[^.]{1,5}$/, '') || 'file';
  return `${stem}.${ENDINGS[type] ?? 'bin'}`;
}

/** The files that a channel shows beside the words; those that have no address yet are none. */
export function filesBeside({ files = [] }: Outgoing, abilities: Abilities): Attachment[] {
  return files
    .filter((file) => file.url !== undefined && isBeside(file, abilities))
    .map((file) => ({ contentType: file.type, contentUrl: file.url ?? '', name: fileName(file) }));
}

/** The words, with the addresses of the files that the channel can't show. */
export function withLinks(outgoing: Outgoing, abilities: Abilities): Outgoing {
  const linked = (outgoing.files ?? []).filter(
    (file) => file.url !== undefined && !isBeside(file, abilities),
  );
  if (linked.length === 0) return outgoing;
  const lines = linked.map((file) => `${fileName(file)}: ${file.url}`);
  return { ...outgoing, text: [outgoing.text, lines.join('\n')].join('\n\n') };
}

function isBeside({ type }: OutgoingFile, { files }: Abilities): boolean {
  return files === 'all' || (files === 'pictures' && type.startsWith('image/'));
}
