import { isDeepStrictEqual } from 'node:util';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Attached, RefusedFile } from '../../dialogs/files.ts';
import { type TranscriptRow, transcriptStream } from '../desk/case.ts';
import type { Append } from '../store/port.ts';
import { reachedBy, turnedTo } from './by-mail.ts';
import { customerTurn } from './customer-turn.ts';
import type { Parts } from './parts.ts';
import { type ConversationRecord, newRecord } from './record.ts';
import type { Deed } from './recorded-deeds.ts';
import type { RecordedTalk, RecordedTurn, Recording } from './recording.ts';
import { instantOf, redo } from './redo.ts';
import { createScratch } from './scratch.ts';
import type { Inbound } from './types.ts';

/** Where a turn led, and what was said. Where it stands is not on record of a turn that woke by itself. */
export interface Stand {
  state: string | undefined;
  prompt: string | null | undefined;
  replies: readonly string[];
}

/** A turn of a recording beside the same turn today. */
export interface ReplayedTurn {
  at: string;
  /** Which of the recording's conversations, from 1. */
  talk: number;
  /** What the customer said; null where the turn woke for what staff or the clock had done. */
  heard: string | null;
  arrived: boolean;
  /** What staff did before it that can not be done any more, each with the reason. */
  refused: string[];
  then: Stand;
  now: Stand;
  differs: boolean;
}

/** A conversation as it goes today. */
interface Talk {
  recorded: RecordedTalk;
  record: ConversationRecord;
  inbox: WendyEvent[];
}

/** All conversations of a recording, turn by turn. */
interface Play {
  parts: Parts;
  talks: ReadonlyMap<string, Talk>;
  refused: string[];
}

/**
 * Plays a recorded conversation through today's machine, texts and understanding: the same words at the same instants,
 * and in between what staff and the clock did. Nothing is sent, and nothing written to the real store.
 */
export async function replay(real: Parts, recording: Recording): Promise<ReplayedTurn[]> {
  const scratch = createScratch(
    real.store,
    recording.cases.map(({ id }) => id),
  );
  const parts: Parts = { ...real, store: scratch };
  const talks = recording.talks.map((one): [string, Talk] => [one.id, begun(parts, one, recording)]);
  const play: Play = { parts, talks: new Map(talks), refused: [] };
  const deeds = [...recording.deeds];
  const turns: ReplayedTurn[] = [];
  for (const recorded of recording.turns) {
    for (let deed = deeds[0]; deed && isBefore(deed, recorded); deed = deeds[0]) {
      await take(play, deed);
      deeds.shift();
    }
    turns.push(await playTurn(play, recorded));
  }
  return turns;
}

/** A turn that woke by itself woke for a deed; a customer's at the same instant was there before it. */
function isBefore(deed: Deed, { at, heard }: RecordedTurn): boolean {
  return heard ? deed.at < at : deed.at <= at;
}

function begun({ wendy }: Parts, recorded: RecordedTalk, { turns }: Recording): Talk {
  const first = turns.find(({ talk, heard }) => talk === recorded.id && heard);
  const record = newRecord(recorded.record.address, first?.heard?.tag, wendy.first());
  return { recorded, record, inbox: [] };
}

async function take({ parts, talks, refused }: Play, deed: Deed): Promise<void> {
  const done = await redo(parts, deed, (id) => talks.get(id)?.recorded.record.zone);
  refused.push(...done.refused);
  for (const { conversation, event } of done.woken) talks.get(conversation)?.inbox.push(event);
}

async function playTurn(play: Play, recorded: RecordedTurn): Promise<ReplayedTurn> {
  const { parts, talks, refused } = play;
  const { heard } = recorded;
  const talk = talks.get(recorded.talk);
  if (!talk) throw new Error(`the recording has no conversation ${recorded.talk}`);
  const inbound = heard && inboundOf(talk, heard);
  const { inbox } = talk;
  talk.inbox = [];
  play.refused = [];
  const outcome = await customerTurn(parts, {
    id: recorded.talk,
    stored: undefined,
    record: inbound ? await hearing(parts, talk.record, inbound) : talk.record,
    inbound,
    ids: undefined,
    first: false,
    inbox: { ids: [], events: inbox },
    now: instantOf(parts, recorded.at),
  });
  talk.record = outcome.record;
  await parts.store.commit({ writes: outcome.writes, appends: outcome.appends });
  const then: Stand = { state: heard?.state, prompt: heard?.prompt, replies: recorded.said };
  const now: Stand = {
    ...standOf(outcome.appends),
    replies: outcome.says.filter((said) => said.class !== 'relay').map((said) => said.outgoing.text),
  };
  return {
    at: recorded.at,
    talk: [...talks.keys()].indexOf(recorded.talk) + 1,
    heard: heard ? heard.text : null,
    arrived: heard?.arrived ?? false,
    refused,
    then,
    now,
    differs: refused.length > 0 || isOther(then, now),
  };
}

/** The conversation as a message finds it. */
async function hearing(
  { store }: Parts,
  before: ConversationRecord,
  inbound: Inbound,
): Promise<ConversationRecord> {
  const record = inbound.mail ? await turnedTo(store, before, inbound.mail) : before;
  return { ...record, tag: inbound.locale ?? record.tag, ...reachedBy(record, inbound) };
}

function inboundOf({ recorded }: Talk, heard: NonNullable<RecordedTurn['heard']>): Inbound {
  const { address } = recorded.record;
  return {
    kind: heard.arrived ? 'arrived' : 'message',
    address,
    sender: { id: address.user.id },
    activityId: '',
    text: heard.text,
    attachments: heard.files ?? uncollected(heard.attachments),
    ...(heard.tag !== undefined && { locale: heard.tag }),
    ...(heard.stale && { pressed: { choice: heard.text } }),
    ...(heard.mail && {
      mail: { ...heard.mail, stranger: heard.mail.stranger ?? false, conversation: recorded.id },
    }),
  };
}

/** Of files that came before any were kept, only how many there were is on record. */
function uncollected(count = 0): Attached {
  const refused = Array.from({ length: count }, (_, nth): RefusedFile => {
    return { name: '', number: nth + 1, reason: 'unreachable' };
  });
  return { files: [], refused };
}

/** Where the turn says that it led, in the row that it would write of what was heard. */
function standOf(appends: readonly Append[]): Pick<Stand, 'state' | 'prompt'> {
  const heard = appends.find(({ stream }) => stream.startsWith(transcriptStream('')));
  const note = (heard?.row as TranscriptRow | undefined)?.turn;
  return { state: note?.state, prompt: note?.prompt };
}

function isOther(then: Stand, now: Stand): boolean {
  if (then.state !== undefined && then.state !== now.state) return true;
  if (then.prompt !== undefined && then.prompt !== now.prompt) return true;
  return !isDeepStrictEqual(then.replies, now.replies);
}
