import { refusal, WHOLE, withFiles } from '../../dialogs/attach.ts';
import type { Command } from '../../dialogs/context.ts';
import type { Draft } from '../../dialogs/draft.ts';
import type { Attachment } from '../../dialogs/files.ts';
import type { CaseRecord } from '../desk/case.ts';
import { uploadWrite } from '../desk/uploads.ts';
import type { Write } from '../store/port.ts';
import { renderIn, type Tongue } from './compose.ts';
import type { Inbound, OutgoingFile } from './types.ts';

/** While a person holds the case, files join it at once; what is not taken the customer must hear all the same. */
export function joinHeld(
  current: CaseRecord | undefined,
  { attachments }: Inbound,
  at: string,
): { current: CaseRecord | undefined; commands: Command[] } {
  const { files, refused: none } = attachments;
  if (!current || files.length + none.length === 0) return { current, commands: [] };
  const { draft, refused } = withFiles(current.draft, attachments, WHOLE, at);
  return { current: { ...current, draft }, commands: refused.length > 0 ? [refusal(refused)] : [] };
}

/** The files of a message that the conversation took. */
export function takenFrom({ attachments }: Inbound, draft: Draft): Attachment[] {
  if (attachments.files.length === 0) return [];
  const came = new Set(attachments.files.map(({ id }) => id));
  return (draft.attachments ?? []).filter(({ id }) => came.has(id));
}

/** The record of each; to be committed with the turn that took them. */
export function uploadWrites(taken: readonly Attachment[], conversation: string, by: string): Write[] {
  return taken.map(({ fault: _fault, group: _group, label: _label, at, ...file }) =>
    uploadWrite(file, conversation, by, at),
  );
}

/** A line for staff on each file, with where to get it. */
export function fileLines(files: readonly Attachment[], tongue: Tongue): string[] {
  return files.map(({ id, name, label }) => {
    const values = { name: name === '' ? id.slice(0, 8) : name };
    return renderIn(tongue, { key: label ? 'staff:file.label' : 'staff:file.other', values });
  });
}

/** A file as it goes out: where it is fetched is known when it is sent. */
export function shownFile({ id, type, name }: Pick<Attachment, 'id' | 'type' | 'name'>): OutgoingFile {
  return { id, type, name };
}
