import { isDeepStrictEqual } from 'node:util';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Attached, RefusedFile } from '../../dialogs/files.ts';
import { isActionType, readAction } from '../desk/action-forms.ts';
import { type CaseRecord, caseKey, type TranscriptRow, transcriptStream } from '../desk/case.ts';
import { prepareAction } from '../desk/service.ts';
import { RequestRefused } from '../errors.ts';
import type { Append } from '../store/port.ts';
import { customerTurn } from './customer-turn.ts';
import { nowOf, type Parts } from './parts.ts';
import { type ConversationRecord, newRecord } from './record.ts';
import type { Deed, RecordedTurn, Recording } from './recording.ts';
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
  /** What the customer said; null where the turn woke for what staff had done. */
  heard: string | null;
  arrived: boolean;
  /** What staff did before it that can not be done any more, each with the reason. */
  refused: string[];
  then: Stand;
  now: Stand;
  differs: boolean;
}

/** The conversation as it goes today, turn by turn. */
interface Play {
  parts: Parts;
  recording: Recording;
  record: ConversationRecord;
  inbox: WendyEvent[];
  refused: string[];
}

/**
 * Plays a recorded conversation through today's machine, texts and understanding: the same words at the same instants,
 * and what staff did in between. Nothing is sent, and nothing written to the real store.
 */
export async function replay(real: Parts, recording: Recording): Promise<ReplayedTurn[]> {
  const numbers = recording.cases.map(({ id }) => Number(id.replace(/\D/g, '')));
  const parts: Parts = { ...real, store: createScratch(real.store, numbers) };
  const play: Play = { parts, recording, record: firstRecord(parts, recording), inbox: [], refused: [] };
  const deeds = [...recording.deeds];
  const turns: ReplayedTurn[] = [];
  for (const recorded of recording.turns) {
    for (let deed = deeds[0]; deed && isBefore(deed, recorded); deed = deeds[0]) {
      await redo(play, deed);
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

function firstRecord({ wendy }: Parts, { record, turns }: Recording): ConversationRecord {
  return newRecord(record.address, turns.find(({ heard }) => heard)?.heard?.tag, wendy.first());
}

/** Does once more what staff did; what the desk refuses by now is named. */
async function redo(play: Play, deed: Deed): Promise<void> {
  const { store, staffList, newId, rules, calendar, policy } = play.parts;
  const staff = staffList.byId(deed.by);
  const stored = await store.get<CaseRecord>(caseKey(deed.case));
  const refuse = (why: string): void => void play.refused.push(`${deed.by} ${deed.did} ${deed.case}: ${why}`);
  if (!staff) return refuse('is not on the list of staff');
  if (!stored) return refuse('there is no such case');
  if (!isActionType(deed.did)) return refuse('is nothing that staff can do');
  try {
    const action = readAction({ type: deed.did, version: stored.version, ...takenBy(deed) });
    const prepared = await prepareAction(
      { store, staffList, newId, rules, calendar, policy },
      deed.case,
      action,
      staff,
      instantOf(play, deed.at),
    );
    await store.commit({ writes: prepared.writes });
    const woken = prepared.wakes.filter(({ conversation }) => conversation === play.recording.id);
    play.inbox.push(...woken.map((wake) => wake.event as WendyEvent));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    refuse(error.message);
  }
}

/** Which actions take what the history calls by these names; in the others it only says what came of them. */
const TAKES: Readonly<Record<'to' | 'reason', readonly string[]>> = {
  to: ['assign', 'handoff'],
  reason: ['handoff', 'decide'],
};

function takenBy({ did, to, reason, text, more }: Deed): object {
  return {
    ...(to && TAKES.to.includes(did) && { to }),
    ...(reason && TAKES.reason.includes(did) && { reason }),
    ...(text !== undefined && { text }),
    ...more,
  };
}

function instantOf({ parts: { calendar } }: Play, instant: string) {
  return nowOf({ calendar, clock: { now: () => new Date(instant) } });
}

async function playTurn(play: Play, recorded: RecordedTurn): Promise<ReplayedTurn> {
  const { parts, recording, inbox, refused } = play;
  const { heard } = recorded;
  const inbound = heard && inboundOf(play, heard);
  play.inbox = [];
  play.refused = [];
  const outcome = await customerTurn(parts, {
    id: recording.id,
    stored: undefined,
    record: inbound ? { ...play.record, tag: inbound.locale ?? play.record.tag } : play.record,
    inbound,
    ids: undefined,
    first: false,
    inbox: { ids: [], events: inbox },
    now: instantOf(play, recorded.at),
  });
  play.record = outcome.record;
  await parts.store.commit({ writes: outcome.writes });
  const then: Stand = { state: heard?.state, prompt: heard?.prompt, replies: recorded.said };
  const now: Stand = {
    ...standOf(outcome.appends),
    replies: outcome.says.filter((said) => said.class !== 'relay').map((said) => said.outgoing.text),
  };
  return {
    at: recorded.at,
    heard: heard ? heard.text : null,
    arrived: heard?.arrived ?? false,
    refused,
    then,
    now,
    differs: refused.length > 0 || isOther(then, now),
  };
}

function inboundOf({ recording }: Play, heard: NonNullable<RecordedTurn['heard']>): Inbound {
  const { address } = recording.record;
  return {
    kind: heard.arrived ? 'arrived' : 'message',
    address,
    sender: { id: address.user.id },
    activityId: '',
    text: heard.text,
    attachments: heard.files ?? uncollected(heard.attachments),
    ...(heard.tag !== undefined && { locale: heard.tag }),
    ...(heard.stale && { pressed: { choice: heard.text } }),
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
