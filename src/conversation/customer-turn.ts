import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../dialogs/context.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Question } from '../../dialogs/message.ts';
import { type CaseRecord, caseKey, isHeld, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import { caseWakes, caseWrite } from '../desk/case-write.ts';
import { settled } from '../desk/promise.ts';
import type { Append, Stored } from '../store/port.ts';
import { type Aside, stepAside } from './aside.ts';
import { answeredCard, askedAfter, questionId } from './asked.ts';
import { compose } from './compose.ts';
import { type After, questionAfter, runMachine, stateAfter, traceOf } from './customer.ts';
import { joinHeld, takenFrom, uploadWrites } from './files.ts';
import { isGroup, isPersonal, knowChat, personOf } from './group.ts';
import { hear } from './hear.ts';
import { rowsFor } from './misunderstood.ts';
import { type Parts, tongueOf } from './parts.ts';
import { relayToAssignee } from './staff-notices.ts';
import { submitted } from './submitted.ts';
import type { Inbound, Outgoing, Trace } from './types.ts';
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
  let events = new Set<WendyEvent['type']>();
  if (inbound && held) {
    const { current, commands } = joinHeld(after.current, inbound, now.at);
    after = { ...after, commands, current: theirTurn(current) };
  } else if (inbound) {
    const words = await hear(parts, waking, after);
    events = new Set(words.events.map(({ type }) => type));
    missed = await rowsFor(parts, waking, after, words);
    after = runMachine(parts.wendy, after, words, now.at);
  } else after = { ...after, commands: [] };
  const given = await withNumber(parts, waking.id, after);
  const routed = await submitted(parts, given.current, after.commands, now);
  const settledCase = routed.record && settled(stored?.value, routed.record, now.at, parts);
  // A case that stays as it was keeps its version: staff have it in hand.
  const same = isDeepStrictEqual(settledCase, stored?.value);
  const written = settledCase && !same ? caseWrite(stored, settledCase, now, parts.newId) : undefined;
  const { record } = given;
  const current = written?.record ?? settledCase;
  const numbered = { record, current };
  const tongue = tongueOf(parts, record.locale, now.at, current);
  // The word that the case goes back to a person is due, though with it that person holds the talk.
  const question = questionAfter(parts.wendy, numbered);
  const asked = askedAfter(
    record.asked,
    question,
    record.resting.context.at,
    events.has('ANSWERED'),
    waking.ids?.own,
  );
  const put = questionId(waking.id, asked);
  const address = inbound?.address ?? record.address;
  const person = inbound ? await personOf(parts.store, address) : undefined;
  const personal = { id: waking.id, address, commands: after.commands, questionId: put };
  const aside =
    person && !held && isGroup(address) && isPersonal(question)
      ? await stepAside(parts.store, { ...personal, person, question }, tongue)
      : undefined;
  // A question that stood before a word from the desk stands still: it is not put again.
  const stands = !inbound && asked.nth === record.asked?.nth;
  const answers = aside?.here ?? compose(after.commands, held || stands ? null : question, tongue, put);
  const taken = inbound ? takenFrom(inbound, current?.draft ?? record.resting.context.draft) : [];
  const pressed =
    inbound && events.has('ANSWERED') && !isGroup(address)
      ? await answeredCard(parts.store, inbound, record.asked, waking.id)
      : [];
  const says: readonly Said[] = [
    ...pressed.map((outgoing): Said => ({ class: 'relay', outgoing })),
    ...notices.says,
    ...answers.map((outgoing): Said => ({ class: isHeld(current) ? 'notice' : 'dialogue', outgoing })),
  ];
  return {
    record: { ...record, asked },
    writes: [
      ...(written ? [written.write] : []),
      ...uploadWrites(taken, waking.id, inbound?.sender.id ?? ''),
      ...(aside?.writes ?? (person ? knowChat(person, address) : [])),
    ],
    checks: same && stored && current ? [{ key: caseKey(current.id), expectedVersion: stored.version }] : [],
    appends: inbound
      ? [
          ...missed,
          heard(waking, inbound, stateAfter(parts.wendy, numbered), question, events.has('STALE')),
          ...saidAside(waking, aside),
        ]
      : [],
    wakes: [
      ...(written?.wakes ?? []),
      ...(current ? caseWakes(current, routed.notices, now, parts.newId) : []),
    ],
    says:
      record.address.channel === 'emulator'
        ? traced(says, traceOf(parts.wendy, numbered, question, tongue))
        : says,
    elsewhere: aside?.there ?? [],
    rows: [
      // A button of a question that stood before a person took over is no word to that person.
      ...(held && current && inbound?.kind === 'message' && !inbound.pressed
        ? await relayToAssignee(parts, current, inbound.text, taken, now.at)
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
      ? [{ class: 'relay', outgoing: relayed(command) }]
      : compose([command], null, tongue).map((outgoing): Said => ({ class: 'notice', outgoing })),
  );
  return { after, says };
}

function relayed({ text, by }: Extract<Command, { do: 'relay' }>): Outgoing {
  return { text, choices: [], shown: { kind: 'person', by } };
}

async function withNumber(parts: Parts, conversation: string, after: After) {
  const { record, current, opened } = after;
  if (!current || !opened) return { record, current };
  const id = `C-${await parts.store.nextNumber('case')}`;
  return { record: { ...record, caseId: id }, current: { ...current, id, conversation } };
}

/** What came in, with all that a replay needs to take it in again. */
function heard(
  { id, now }: Waking,
  inbound: Inbound,
  state: string,
  question: Question | null,
  stale: boolean,
): Append {
  const { kind, text, locale, attachments } = inbound;
  const row: TranscriptRow = {
    at: now.at,
    from: 'customer',
    text,
    turn: {
      ...(kind === 'arrived' && { arrived: true }),
      ...(locale !== undefined && { tag: locale }),
      ...(stale && { stale: true }),
      ...(attachments.files.length + attachments.refused.length > 0 && { files: attachments }),
      state,
      prompt: question?.prompt ?? null,
    },
  };
  return { stream: transcriptStream(id), row };
}

/** What was said in the person's own chat stands in the one record of the talk. */
function saidAside({ id, now }: Waking, aside: Aside | undefined): Append[] {
  return (aside?.there ?? []).map(({ outgoing }) => {
    const said: TranscriptRow = { at: now.at, from: 'bot', text: outgoing.text };
    return { stream: transcriptStream(id), row: said };
  });
}
