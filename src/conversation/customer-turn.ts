import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../dialogs/context.ts';
import type { Question } from '../../dialogs/message.ts';
import {
  type CaseRecord,
  caseKey,
  isHeld,
  listingOf,
  type TranscriptRow,
  transcriptStream,
} from '../desk/case.ts';
import type { Append, Stored, Write } from '../store/port.ts';
import { compose } from './compose.ts';
import { type After, questionAfter, runMachine, stateAfter, traceOf } from './customer.ts';
import { hear } from './hear.ts';
import { rowsFor } from './misunderstood.ts';
import { type Parts, tongueOf } from './parts.ts';
import { noticeStaff, relayToAssignee } from './staff-notices.ts';
import type { Inbound, Trace } from './types.ts';
import type { Outcome, Said, Waking } from './waking.ts';

/**
 * A customer's turn: first what staff did with the case, then what the customer said. While a person holds the case
 * Wendy says nothing, and the customer's words go to that person.
 */
export async function customerTurn(parts: Parts, waking: Waking): Promise<Outcome> {
  const { inbound, now } = waking;
  const stored = await caseOf(parts, waking);
  let after: After = { record: waking.record, current: stored?.value, opened: false, commands: [] };
  const notices = takeInbox(parts, waking, after);
  after = notices.after;
  const held = isHeld(after.current);
  let missed: Append[] = [];
  if (inbound && held) after = { ...after, commands: [], current: theirTurn(after.current) };
  else if (inbound) {
    const words = await hear(parts, waking, after);
    missed = await rowsFor(parts, waking, after, words);
    after = runMachine(parts.wendy, after, words, now.at);
  } else after = { ...after, commands: [] };
  const numbered = await withNumber(parts, waking.id, after);
  const { record, current } = numbered;
  const tongue = tongueOf(parts, record.locale, now.at, current);
  // The word that the case goes back to a person is due, though with it that person holds the talk.
  const question = questionAfter(parts.wendy, numbered);
  const answers = held ? [] : compose(after.commands, question, tongue);
  const says: readonly Said[] = [
    ...notices.says,
    ...answers.map((outgoing): Said => ({ class: isHeld(current) ? 'notice' : 'dialogue', outgoing })),
  ];
  // A case that stays as it was keeps its version: staff have it in hand.
  const same = isDeepStrictEqual(current, stored?.value);
  return {
    record,
    writes: same ? [] : caseWrites(stored, current),
    checks: same && stored && current ? [{ key: caseKey(current.id), expectedVersion: stored.version }] : [],
    appends: inbound ? [...missed, heard(waking, inbound, stateAfter(parts.wendy, numbered), question)] : [],
    wakes: [],
    says:
      record.address.channel === 'emulator'
        ? traced(says, traceOf(parts.wendy, numbered, question, tongue))
        : says,
    elsewhere: [
      ...(isSubmitted(after.commands) && current ? await noticeStaff(parts, current, now.at) : []),
      ...(held && current && inbound?.kind === 'message'
        ? await relayToAssignee(parts, current, inbound.text)
        : []),
    ],
  };
}

async function caseOf({ store }: Parts, { record, first }: Waking): Promise<Stored<CaseRecord> | undefined> {
  if (!record.caseId) return undefined;
  const key = caseKey(record.caseId);
  return first ? store.recent<CaseRecord>(key) : store.get<CaseRecord>(key);
}

/** The trace goes with the last that is said, and by itself where nothing is. */
function traced(says: readonly Said[], trace: Trace): Said[] {
  const last = says.at(-1) ?? { class: 'relay', outgoing: { text: '', choices: [] } };
  return [...says.slice(0, -1), { ...last, outgoing: { ...last.outgoing, trace } }];
}

/** The customer has answered: the case is the person's again. */
function theirTurn(current: CaseRecord | undefined): CaseRecord | undefined {
  return current?.status === 'waiting_customer' ? { ...current, status: 'claimed' } : current;
}

/** The word about what staff did is a notice; a person's own words are relayed. */
function takeInbox(parts: Parts, waking: Waking, before: After): { after: After; says: Said[] } {
  const { inbox, now } = waking;
  if (inbox.events.length === 0) return { after: before, says: [] };
  const after = runMachine(parts.wendy, before, inbox, now.at);
  const tongue = tongueOf(parts, after.record.locale, now.at, after.current);
  const says = after.commands.flatMap((command): Said[] =>
    command.do === 'relay'
      ? [{ class: 'relay', outgoing: { text: command.text, choices: [] } }]
      : compose([command], null, tongue).map((outgoing): Said => ({ class: 'notice', outgoing })),
  );
  return { after, says };
}

async function withNumber(parts: Parts, conversation: string, after: After) {
  const { record, current, opened } = after;
  if (!current || !opened) return { record, current };
  const id = `C-${await parts.store.nextNumber('case')}`;
  return { record: { ...record, caseId: id }, current: { ...current, id, conversation } };
}

function caseWrites(stored: Stored<CaseRecord> | undefined, current: CaseRecord | undefined): Write[] {
  if (!current || current === stored?.value) return [];
  const expectedVersion = stored?.value.id === current.id ? stored.version : 0;
  return [{ key: caseKey(current.id), expectedVersion, value: current, listing: listingOf(current) }];
}

/** What came in, with all that a replay needs to take it in again. */
function heard({ id, now }: Waking, inbound: Inbound, state: string, question: Question | null): Append {
  const { kind, text, locale, attachments } = inbound;
  const row: TranscriptRow = {
    at: now.at,
    from: 'customer',
    text,
    turn: {
      ...(kind === 'arrived' && { arrived: true }),
      ...(locale !== undefined && { tag: locale }),
      ...(attachments > 0 && { attachments }),
      state,
      prompt: question?.prompt ?? null,
    },
  };
  return { stream: transcriptStream(id), row };
}

function isSubmitted(commands: readonly Command[]): boolean {
  return commands.some((command) => command.do === 'submit' || command.do === 'reopen');
}
