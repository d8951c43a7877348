import type { CaseRecord } from '../desk/case.ts';
import type { Stored } from '../store/port.ts';
import { cannedNamed } from './staff-canned.ts';
import { caseValues, type Desk, say } from './staff-desk.ts';
import { INPUTS } from './staff-forms.ts';
import { mayTake } from './staff-lists.ts';
import { caseOf, type Verb, type Words, wordsOf } from './staff-words.ts';

/** The actions that words ask for, as their bodies, and the inputs whose words they use; or what must be asked first. */
export type Asked = { bodies: Body[]; used: string[]; words?: string } | { ask: string };
export type Body = { type: string } & Record<string, unknown>;

/** What staff can do with a case. */
export const DEED_VERBS = [
  ...(['claim', 'release', 'assign', 'reply', 'note', 'handoff', 'consult', 'advise', 'answer'] as const),
  ...(['merge', 'decide', 'confirm', 'resolve', 'close', 'reopen'] as const),
] satisfies readonly Verb[];
export type DeedVerb = (typeof DEED_VERBS)[number];

export function isDeed(verb: Words['verb']): verb is DeedVerb {
  return (DEED_VERBS as readonly unknown[]).includes(verb);
}

type Make = (desk: Desk, words: Words, stored: Stored<CaseRecord>) => Asked;

/** What words ask for of a case. */
export function bodiesOf(desk: Desk, verb: DeedVerb, words: Words, stored: Stored<CaseRecord>): Asked {
  const make = MAKERS[verb];
  if (make) return make(desk, words, stored);
  return { bodies: [{ type: verb, version: stored.version }], used: [] };
}

const MAKERS: { [V in DeedVerb]?: Make } = {
  reply: replyBody,
  note: insideBody('note'),
  consult: insideBody('consult'),
  advise: insideBody('advise'),
  handoff: handoffBodies,
  assign: assignBody,
  answer: answerBodies,
  merge: mergeBody,
  decide: decideBody,
  confirm: confirmBodies,
};

/** The input that a button takes its words from; its data may name another than the usual one. */
function written({ inputs, data, rest }: Words, usual: string): { text: string; used: string[] } {
  if (!inputs) return { text: rest, used: [] };
  const id = typeof data?.from === 'string' ? data.from : usual;
  return { text: inputs[id] ?? rest, used: [id] };
}

function replyBody(desk: Desk, words: Words, { value }: Stored<CaseRecord>): Asked {
  const { text, used } = written(words, INPUTS.reply);
  const named = /^\/([a-z][a-z0-9-]*)$/.exec(text.trim())?.[1];
  if (named === undefined) return { bodies: [{ type: 'reply', text }], used, words: text };
  const ready = cannedNamed(desk, value, named);
  if (ready === undefined) return { ask: say(desk, 'desk:canned.none', { which: named }) };
  return { bodies: [{ type: 'reply', text: ready }], used, words: ready };
}

function insideBody(type: 'note' | 'consult' | 'advise'): Make {
  return (_desk, words) => {
    const { text, used } = written(words, INPUTS.inside);
    return { bodies: [{ type, text }], used, words: text };
  };
}

/** One's own case that nobody has claimed yet is claimed and handed over in one step. */
function handoffBodies(desk: Desk, words: Words, { value, version }: Stored<CaseRecord>): Asked {
  const { text, used } = written(words, INPUTS.inside);
  const named = words.data?.queue;
  const { to, reason } =
    named === 'technicians' || named === 'sales' ? { to: named, reason: text.trim() } : queueIn(desk, text);
  if (reason === '') return { ask: say(desk, 'desk:which.handoff', caseValues(desk, value)) };
  const take = mayTake(desk, value) ? [{ type: 'claim', version }] : [];
  return { bodies: [...take, { type: 'handoff', to, reason }], used, words: reason };
}

/** "technicians it must be opened": to whom, and why; without a name to the others. */
function queueIn({ parts, staff }: Desk, text: string) {
  const [first = ''] = text.trim().split(/[\s:：,，]/, 1);
  const queues = ['technicians', 'sales'] as const;
  const to = queues.find((queue) => wordsOf(parts.texts, `desk:to.${queue}`).includes(first.toLowerCase()));
  if (!to)
    return {
      to: staff.role === 'sales' ? ('technicians' as const) : ('sales' as const),
      reason: text.trim(),
    };
  return {
    to,
    reason: text
      .trim()
      .slice(first.length)
      .replace(/^[\s:：,，]+/, ''),
  };
}

function assignBody(desk: Desk, words: Words, { value, version }: Stored<CaseRecord>): Asked {
  const named = (words.inputs?.[INPUTS.to] ?? words.rest).trim().replace(/^to\s+/i, '');
  const ask = say(desk, 'desk:which.person', caseValues(desk, value));
  if (named === '') return { ask };
  const small = named.toLowerCase();
  const { staffList } = desk.parts;
  const to = staffList.all.find(({ id, name }) => id === small || name.toLowerCase() === small);
  if (!to) return { ask: `${say(desk, 'desk:refused.nobody', { who: named.slice(0, 60) })} ${ask}` };
  return { bodies: [{ type: 'assign', version, to: to.id }], used: [INPUTS.to] };
}

/** "2 text" answers the second question; several stand a line each: "1: text". */
function answerBodies(desk: Desk, words: Words, { value }: Stored<CaseRecord>): Asked {
  const { inputs, data } = words;
  const given =
    inputs && data?.from === undefined ? filledIn(inputs) : numbered(written(words, INPUTS.reply).text);
  if (given.length === 0) {
    return { ask: say(desk, inputs ? 'desk:refused.empty' : 'desk:which.answer', caseValues(desk, value)) };
  }
  const unknown = given.find(({ n }) => value.draft.questions[n - 1] === undefined);
  if (unknown)
    return { ask: say(desk, 'desk:refused.no_question', { ...caseValues(desk, value), n: unknown.n }) };
  return {
    bodies: given.map(({ n, text }) => ({
      type: 'answer',
      questionId: value.draft.questions[n - 1]?.id,
      text,
    })),
    used: given.map(({ n }) => `${INPUTS.answer}${n}`),
  };
}

function filledIn(inputs: Readonly<Record<string, string>>): { n: number; text: string }[] {
  return Object.entries(inputs).flatMap(([id, text]) =>
    id.startsWith(INPUTS.answer) && text.trim() !== ''
      ? [{ n: Number(id.slice(INPUTS.answer.length)), text }]
      : [],
  );
}

const NUMBERED = /^\s*[QqFf问]?(\d{1,3})\s*[:：.、)）]?\s+?(\S[\s\S]*)$|^\s*(\d{1,3})[:：、)）](\S[\s\S]*)$/;

function numbered(text: string): { n: number; text: string }[] {
  const found: { n: number; text: string }[] = [];
  for (const line of text.split('\n')) {
    const match = NUMBERED.exec(line);
    const last = found.at(-1);
    if (match) found.push({ n: Number(match[1] ?? match[3]), text: (match[2] ?? match[4] ?? '').trim() });
    else if (last) last.text += `\n${line}`;
    else return [];
  }
  return found.map(({ n, text }) => ({ n, text: text.trim() }));
}

function mergeBody(desk: Desk, words: Words): Asked {
  const { caseId } = caseOf(words.rest.trim().replace(/^(?:into|to|with|到|并入)\s*/i, ''));
  if (!caseId) return { ask: say(desk, 'desk:which.merge') };
  return { bodies: [{ type: 'merge', into: caseId }], used: [] };
}

function decideBody(desk: Desk, words: Words, { value, version }: Stored<CaseRecord>): Asked {
  const { data } = words;
  if (words.inputs && typeof data?.unit === 'string') {
    const { text, used } = written(words, INPUTS.inside);
    const { unit: unitId, clause, excluded } = data;
    return {
      bodies: [{ type: 'decide', version, unitId, clause, excluded, reason: text }],
      used,
      words: text,
    };
  }
  const [, unit, clause, more = ''] = /^\s*(?:(U\d+)\s+)?(\d[a-e]?)\s+([\s\S]+)$/i.exec(words.rest) ?? [];
  const [only, ...others] = value.draft.units;
  const unitId = unit?.toUpperCase() ?? (others.length === 0 ? only?.id : undefined);
  const verdict = verdictIn(desk, more);
  if (!clause || !unitId || !verdict || verdict.reason === '') return { ask: say(desk, 'desk:which.decide') };
  return {
    bodies: [{ type: 'decide', version, unitId, clause: clause.toLowerCase(), ...verdict }],
    used: [],
  };
}

function verdictIn({ parts }: Desk, text: string): { excluded: boolean; reason: string } | undefined {
  const words = [
    ...wordsOf(parts.texts, 'desk:not_excluded').map((word) => ({ word, excluded: false })),
    ...wordsOf(parts.texts, 'desk:excluded').map((word) => ({ word, excluded: true })),
  ].sort((a, b) => b.word.length - a.word.length);
  const small = text.toLowerCase();
  const found = words.find(({ word }) => small.startsWith(word));
  if (!found) return undefined;
  return { excluded: found.excluded, reason: text.slice(found.word.length).replace(/^[\s:：,，]+/, '') };
}

/** One unit, or all that are not confirmed yet. */
function confirmBodies(desk: Desk, words: Words, { value, version }: Stored<CaseRecord>): Asked {
  const named = typeof words.data?.unit === 'string' ? words.data.unit : words.rest.trim().toUpperCase();
  const open = value.draft.units.filter(
    ({ warranty }) => warranty.proposed !== null && warranty.final === null,
  );
  const units = named === '' ? open.map(({ id }) => id) : [named];
  if (units.length === 0) return { ask: say(desk, 'desk:which.confirm', caseValues(desk, value)) };
  return { bodies: units.map((unitId) => ({ type: 'confirm', version, unitId })), used: [] };
}
