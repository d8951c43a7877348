import { type Change, type Command, type Context, say } from './context.ts';
import { type Draft, unitsOf } from './draft.ts';
import { type About, type Attached, type Attachment, FILE_LIMITS, type RefusedFile } from './files.ts';
import type { EventOf } from './wendy.setup.ts';

/** Of the case as a whole. */
export const WHOLE: About = { fault: null, group: null, label: false };

/**
 * Files that came with a message join the fault in hand, or the units whose serial label was asked for; Wendy says so
 * in a sentence, and why she did not take the others. The question stands as it stood.
 */
export function attach(context: Context, event: EventOf<'ATTACHED'>): Change {
  const about = aboutOf(context, event.told);
  const { draft, refused } = withFiles(context.draft, event, about, event.at);
  const count = event.files.length + event.refused.length - refused.length;
  const commands: Command[] = [];
  if (count > 0) commands.push(keptWord({ ...context, draft }, about, event, count));
  if (refused.length > 0) commands.push(refusal(refused));
  return { context: { ...context, draft }, commands };
}

/** The draft with as many of the files as it still takes, and what was not taken, those included. */
export function withFiles(
  draft: Draft,
  { files, refused }: Attached,
  about: About,
  at: string,
): { draft: Draft; refused: readonly RefusedFile[] } {
  const before = draft.attachments ?? [];
  const room = Math.max(0, FILE_LIMITS.ofCase - before.length);
  const taken = files.slice(0, room).map((file): Attachment => ({ ...file, ...about, at }));
  const left = files
    .slice(room)
    .map(({ name }, nth): RefusedFile => ({ name, number: room + nth + 1, reason: 'case_full' }));
  if (taken.length === 0) return { draft, refused: [...refused, ...left] };
  return { draft: { ...draft, attachments: [...before, ...taken] }, refused: [...refused, ...left] };
}

/** Where a file belongs that comes while this is talked about. */
export function aboutOf({ at, draft }: Context, told?: number): About {
  const faults = draft.faults.map(({ id }) => id);
  if (told === 1) return { ...WHOLE, fault: faults.at(-1) ?? null };
  if (told !== undefined) return WHOLE;
  if (at.stop === 'product.serial' && at.group) return { ...WHOLE, group: at.group, label: true };
  if (at.fault && faults.includes(at.fault)) return { ...WHOLE, fault: at.fault };
  if (at.group) {
    const units = unitsOf(draft, at.group).map(({ id }) => id);
    const own = draft.faults.filter(({ unitIds }) => unitIds.some((id) => units.includes(id)));
    return own.length === 1 ? { ...WHOLE, fault: own[0]?.id ?? null } : { ...WHOLE, group: at.group };
  }
  return faults.length === 1 ? { ...WHOLE, fault: faults[0] ?? null } : WHOLE;
}

function keptWord(
  { draft, submitted }: Context,
  { fault, label }: About,
  { files }: Attached,
  count: number,
): Command {
  const photos = files.every(({ type }) => type === 'image/jpeg');
  const what = { key: photos ? ('files:photos' as const) : ('files:files' as const), values: { count } };
  if (label && photos) return say('files:kept.label', { what });
  if (submitted) return say('files:kept.case', { what });
  const found = draft.faults.find(({ id }) => id === fault);
  return found
    ? say('files:kept.fault', { what, fault: found.description })
    : say('files:kept.alone', { what });
}

/** Each file that was not taken, by its name, with what helps. */
export function refusal(refused: readonly RefusedFile[]): Command {
  const lines = refused.map(({ name, number, reason }) => ({
    key: `files:refused.${reason}` as const,
    values: {
      file:
        name === ''
          ? { key: 'files:nameless' as const, values: { number } }
          : { key: 'files:named' as const, values: { name } },
      ...FILE_LIMITS,
    },
  }));
  return say('common:lines', { lines });
}
