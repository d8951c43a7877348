import { readAction } from '../desk/action-forms.ts';
import type { CaseRecord, TranscriptRow } from '../desk/case.ts';
import { type Prepared, prepareAction } from '../desk/service.ts';
import { RequestRefused } from '../errors.ts';
import type { Stored } from '../store/port.ts';
import { type Asked, bodiesOf, type DeedVerb } from './staff-bodies.ts';
import { caseCard, type Line, oldCard } from './staff-cards.ts';
import {
  caseValues,
  type Desk,
  type Done,
  findCase,
  nameOf,
  say,
  talkOf,
  tell,
  tellText,
} from './staff-desk.ts';
import { focusedOn, targetOf } from './staff-focus.ts';
import { LISTS, listPage } from './staff-lists.ts';
import { askWhich } from './staff-plain.ts';
import { refusalText, takenText } from './staff-refusals.ts';
import type { Words } from './staff-words.ts';
import type { Outgoing } from './types.ts';
import type { Said } from './waking.ts';

/** Does something with the case that is meant, or asks which. */
export async function doDeed(desk: Desk, verb: DeedVerb, words: Words): Promise<Done> {
  const target = await targetOf(desk, words);
  if (target === 'none') return tellText(desk, 'desk:which.case');
  if ('among' in target) return askWhich(desk, verb, words.rest, target.among);
  const stored = await findCase(desk, target.id);
  if (!stored) return tellText(desk, 'desk:refused.no_case', { case: target.id });
  const focused: Desk = { ...desk, talk: withoutDraft(await focusedOn(desk, target.id)) };
  if (words.version !== undefined && words.version !== stored.version)
    return stale(focused, verb, words, stored);
  const asked = bodiesOf(focused, verb, words, stored);
  if ('ask' in asked) return notDone(focused, words, stored, asked.ask, verb === 'assign');
  try {
    return await act(focused, verb, words, stored, asked);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return notDone(focused, words, stored, refusalText(focused, verb, stored.value, error), verb === 'claim');
  }
}

function withoutDraft({ draft: _sent, ...talk }: Desk['talk']): Desk['talk'] {
  return talk;
}

async function act(
  desk: Desk,
  verb: DeedVerb,
  words: Words,
  stored: Stored<CaseRecord>,
  { bodies, used }: Extract<Asked, { bodies: unknown }>,
): Promise<Done> {
  const { parts, waking, staff } = desk;
  const [first, ...more] = bodies.map((body) => readAction(body));
  if (!first) throw new RangeError(`${verb} makes no action`);
  const { files } = waking.inbound.attachments;
  const { id } = stored.value;
  const prepared = await prepareAction(parts, id, [first, ...more], staff, waking.now, files);
  const { writes, appends, wakes, record, version } = prepared;
  const text = doneText(desk, verb, record, bodies);
  const talk = await talkOf(desk, record, ofTranscript(prepared));
  const current = (before = ''): Outgoing =>
    caseCard(desk, record, version, talk, without(words.inputs, used), before);
  const done: Done = { writes, appends, wakes, talk: desk.talk };
  if (!words.inputs) {
    return tell(verb === 'claim' ? current(text) : { text, choices: [], about: id }, done);
  }
  const { card } = waking.inbound;
  const told: Outgoing = { text, choices: [], about: id };
  const brief = words.data?.brief === true;
  if (card === undefined) return tell(brief ? told : current(text), done);
  const list = await listAnew(desk, words, { value: record, version });
  if (list) return { ...done, says: says({ ...list, replaces: card }, current(text)) };
  if (brief) return { ...done, says: says({ text, choices: [], replaces: card }, told) };
  return { ...done, says: says({ ...current(), replaces: card }, told) };
}

/** The list that the pressed button was on, with the case as it is then. */
async function listAnew(
  desk: Desk,
  { data }: Words,
  changed: Stored<CaseRecord>,
): Promise<Outgoing | undefined> {
  const name = LISTS.find((list) => list === data?.list);
  if (!name) return undefined;
  return (await listPage(desk, name, Number(data?.page) || 1, changed)).outgoing;
}

function says(...all: Outgoing[]): Said[] {
  return all.map((outgoing) => ({ class: 'relay', outgoing }));
}

function ofTranscript({ appends }: Prepared): TranscriptRow[] {
  return appends.flatMap(({ stream, row }) =>
    stream.startsWith('transcript/') ? [row as TranscriptRow] : [],
  );
}

/** What else had been written on the card. */
function without(inputs: Words['inputs'] = {}, used: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([id, text]) => !used.includes(id) && text.trim() !== ''),
  );
}

/** What was done names the case and whose it is. */
function doneText(
  desk: Desk,
  verb: DeedVerb,
  record: CaseRecord,
  bodies: readonly Record<string, unknown>[],
): string {
  const to = bodies.at(-1)?.to ?? bodies.at(-1)?.into;
  const named = typeof to === 'string' ? { to: nameOf(desk, to) } : {};
  const text = say(desk, `desk:done.${verb}`, { ...caseValues(desk, record), ...named });
  const open = record.draft.questions.filter(({ answer }) => answer === null).length;
  if (verb !== 'answer' || open === 0) return text;
  return `${text} ${say(desk, 'desk:answer.open', { count: open })}`;
}

/**
 * A button of a card that is out of date does nothing: the case is shown as it is now, with what was written. A second
 * press of one that did its work is told so, and what went out already is not put back.
 */
async function stale(desk: Desk, verb: DeedVerb, words: Words, stored: Stored<CaseRecord>): Promise<Done> {
  const { value, version } = stored;
  const talk = await talkOf(desk, value);
  const values = caseValues(desk, value);
  const asked = bodiesOf(desk, verb, words, stored);
  const repeated = 'bodies' in asked && isDone(desk, verb, asked, value, talk);
  const drafts = without(words.inputs, repeated && 'used' in asked ? asked.used : []);
  const kept = Object.keys(drafts).some((id) => id !== 'to' && id !== 'canned');
  const theirs = verb === 'claim' ? takenText(desk, value) : undefined;
  const told = [
    theirs ?? say(desk, repeated ? 'desk:stale.done' : 'desk:stale.changed', values),
    ...(kept ? [say(desk, 'desk:stale.kept')] : []),
  ].join(' ');
  return {
    talk: desk.talk,
    says: says(...(await replacing(desk, words, stored)), caseCard(desk, value, version, talk, drafts, told)),
  };
}

function isDone(
  { staff }: Desk,
  verb: DeedVerb,
  { bodies, words }: Extract<Asked, { bodies: unknown }>,
  record: CaseRecord,
  talk: readonly Line[],
): boolean {
  const same = (said: { text: string } | undefined): boolean => said !== undefined && said.text === words;
  if (verb === 'reply') return same(talk.findLast(({ from }) => from === staff.id));
  if (verb === 'note') return same(record.notes.findLast(({ by }) => by === staff.id));
  if (verb === 'consult') return same(record.consults.findLast(({ by }) => by === staff.id));
  if (verb === 'advise') return same(record.consults.at(-1)?.answers.findLast(({ by }) => by === staff.id));
  if (verb === 'answer') {
    const { questions } = record.draft;
    return bodies.every(
      ({ questionId, text }) => questions.find(({ id }) => id === questionId)?.answer === text,
    );
  }
  const last = record.history.findLast(({ by }) => by === staff.id);
  return last?.did === verb;
}

/** Not done: why, with the case as it is where a card was pressed or `show`. */
async function notDone(
  desk: Desk,
  words: Words,
  stored: Stored<CaseRecord>,
  why: string,
  show: boolean,
): Promise<Done> {
  const { value, version } = stored;
  if (!words.inputs && !show) return tell({ text: why, choices: [], about: value.id }, { talk: desk.talk });
  const card = caseCard(desk, value, version, await talkOf(desk, value), without(words.inputs), why);
  return { talk: desk.talk, says: says(...(await replacing(desk, words, stored)), card) };
}

/** The card whose button was pressed is put out of use; a list is shown anew. */
async function replacing(desk: Desk, words: Words, stored: Stored<CaseRecord>): Promise<Outgoing[]> {
  const { card } = desk.waking.inbound;
  if (card === undefined) return [];
  const list = await listAnew(desk, words, stored);
  return [{ ...(list ?? oldCard(desk, stored.value)), replaces: card }];
}

/** Shows a case, which is then in hand. `drafts`: what stands in its inputs; `text` before it. */
export async function showCase(
  desk: Desk,
  stored: Stored<CaseRecord>,
  drafts: Record<string, string> = {},
  text = '',
): Promise<Done> {
  const { value, version } = stored;
  const talk = await focusedOn(desk, value.id);
  return tell(caseCard(desk, value, version, await talkOf(desk, value), drafts, text), { talk });
}
