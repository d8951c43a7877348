import type { CaseRecord } from '../desk/case.ts';
import { filesOfFault, filesOfNoFault } from '../desk/case-view.ts';
import { fileLines, shownFile } from './files.ts';
import { brief, button, caseValues, customerOf, type Desk, nameOf, say, shortTime } from './staff-desk.ts';
import { faultLines, questionLines, unitLines } from './staff-faults.ts';
import { type Drafts, formsOf } from './staff-forms.ts';
import { dueLine, stateLine, titleOf } from './staff-lists.ts';
import type { Card, CardSection, Outgoing, OutgoingFile } from './types.ts';

/** A line of the talk. */
export interface Line {
  at: string;
  from: string;
  text: string;
}

/** How much of each part a card shows; the rest is one button away. */
const MOST = {
  faults: 4,
  units: 5,
  questions: 8,
  consults: 3,
  notes: 3,
  history: 3,
  talk: 6,
  files: 6,
} as const;
const WORDS = 220;
/** Lines of the faults on the card; a case with more has a page for them. */
const FAULT_LINES = 14;

/**
 * Everything about a case that it takes to go on with it, and what this person may do. `drafts`: what they had written
 * already, by the inputs' ids; `text` stands before the card.
 */
export function caseCard(
  desk: Desk,
  record: CaseRecord,
  version: number,
  talk: readonly Line[],
  drafts: Drafts = {},
  text = '',
): Outgoing {
  const { sections, actions } = formsOf(desk, record, version, drafts);
  const card: Card = {
    title: titleOf(desk, record),
    lines: [stateLine(desk, record), ...dueLine(desk, record)],
    facts: factsOf(desk, record),
    sections: [...partsOf(desk, record, talk), ...sections],
    actions,
  };
  const files = photosOf(record);
  return { text, choices: [], card, about: record.id, ...(files.length > 0 && { files }) };
}

function factsOf(desk: Desk, record: CaseRecord): Card['facts'] {
  const { name, email, phone } = record.draft.contact;
  const contact = [name, email, phone].filter((part) => part !== null).join(', ');
  const known: [name: string, value: string | null][] = [
    [say(desk, 'desk:fact.contact'), contact === '' ? null : contact],
    [say(desk, 'desk:fact.language'), languageName(desk, record.locale)],
    [say(desk, 'desk:fact.owner'), record.owner && nameOf(desk, record.owner)],
    [say(desk, 'desk:fact.observers'), record.observers.map((id) => nameOf(desk, id)).join(', ')],
    [say(desk, 'desk:fact.merged'), record.mergedInto],
    [say(desk, 'desk:fact.rating'), record.rating && `${record.rating.stars}/5`],
  ];
  return known.flatMap(([fact, value]) => (value ? [{ name: fact, value: brief(value, WORDS) }] : []));
}

function languageName({ tongue }: Desk, language: string): string {
  return new Intl.DisplayNames([tongue.locale], { type: 'language' }).of(language) ?? language;
}

function partsOf(desk: Desk, record: CaseRecord, talk: readonly Line[]): CardSection[] {
  const { draft } = record;
  const all: CardSection[] = [
    faultPart(desk, record),
    part(
      desk,
      'units',
      limited(
        desk,
        draft.units.map((unit) => unitLines(desk, unit)),
        MOST.units,
      ),
    ),
    part(desk, 'files', limited(desk, filesOf(desk, record), MOST.files)),
    part(
      desk,
      'questions',
      limited(
        desk,
        questionLines(desk, record).map((line) => [line]),
        MOST.questions,
      ),
    ),
    part(desk, 'consults', consultLines(desk, record)),
    part(
      desk,
      'notes',
      record.notes
        .slice(-MOST.notes)
        .map(({ at, by, text }) => saidLine(desk, record, { at, from: by, text })),
    ),
    part(
      desk,
      'history',
      record.history.slice(-MOST.history).map((event) => eventLine(desk, event)),
    ),
    talkPart(desk, record, talk),
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

type PartName = 'faults' | 'units' | 'files' | 'questions' | 'consults' | 'notes' | 'history' | 'talk';

function part(desk: Desk, name: PartName, lines: string[], more: Partial<CardSection> = {}): CardSection {
  return { title: say(desk, `desk:part.${name}`), lines, ...more };
}

/** The first groups of lines, and how many there are besides. */
function limited(desk: Desk, groups: readonly (readonly string[])[], most: number): string[] {
  const rest = groups.length - most;
  return [...groups.slice(0, most).flat(), ...(rest > 0 ? [say(desk, 'desk:fault.more', { n: rest })] : [])];
}

function faultPart(desk: Desk, record: CaseRecord): CardSection {
  const { id, draft } = record;
  const groups = draft.faults.map((fault, index) => faultLines(desk, fault, index + 1, draft.units));
  const lines = limited(desk, groups, MOST.faults);
  const whole = draft.faults.length <= MOST.faults && lines.length <= FAULT_LINES;
  const all = button(desk, say(desk, 'desk:button.faults'), ['faults', id], { staff: 'faults', case: id });
  return part(desk, 'faults', lines.slice(0, FAULT_LINES), whole ? {} : { actions: [all] });
}

function talkPart(desk: Desk, record: CaseRecord, talk: readonly Line[]): CardSection {
  const { id } = record;
  const all = button(desk, say(desk, 'desk:button.talk'), ['talk', id], { staff: 'talk', case: id });
  const lines = talk.slice(-MOST.talk).map((line) => saidLine(desk, record, line));
  return part(desk, 'talk', lines, { actions: [all] });
}

/** A line of the talk, or a note, with its time and who it is from. */
export function saidLine(desk: Desk, record: CaseRecord, { at, from, text }: Line, most = WORDS): string {
  const who = from === 'customer' ? customerOf(desk, record) : nameOf(desk, from);
  return say(desk, 'desk:said', { at: shortTime(desk, at), who, words: brief(text, most) });
}

function consultLines(desk: Desk, record: CaseRecord): string[] {
  return record.consults
    .slice(-MOST.consults)
    .flatMap(({ at, by, text, answers }) => [
      saidLine(desk, record, { at, from: by, text }),
      ...answers.map((one) => `   ${saidLine(desk, record, { at: one.at, from: one.by, text: one.text })}`),
    ]);
}

function eventLine(desk: Desk, { at, by, did, to, reason }: CaseRecord['history'][number]): string {
  const known = isKnownDeed(did) ? say(desk, `desk:did.${did}`, { to: to ? nameOf(desk, to) : '' }) : did;
  const what = reason && did !== 'submit' ? `${known} (${brief(reason, WORDS)})` : known;
  return say(desk, 'desk:event', { at: shortTime(desk, at), who: nameOf(desk, by), what });
}

/** What stands in a case's history and has a text. */
export const DEEDS = [
  ...(['submit', 'claim', 'release', 'assign', 'reply', 'note', 'handoff', 'consult', 'advise'] as const),
  ...(['answer', 'decide', 'confirm', 'merge', 'resolve', 'close', 'reopen', 'away'] as const),
  ...(['promise_broken', 'warned', 'remind', 'take_in', 'rate'] as const),
  ...(['undelivered', 'mail_undelivered', 'staff_undelivered'] as const),
];

function isKnownDeed(did: string): did is (typeof DEEDS)[number] {
  return (DEEDS as readonly string[]).includes(did);
}

function filesOf(desk: Desk, { draft }: CaseRecord): string[][] {
  const files = [...draft.faults.flatMap((fault) => filesOfFault(draft, fault)), ...filesOfNoFault(draft)];
  return fileLines([...new Set(files)], desk.tongue).map((line) => [line]);
}

/** The latest files of the case, to be shown beside its card. */
function photosOf({ draft, files = [] }: CaseRecord): OutgoingFile[] {
  return [...(draft.attachments ?? []), ...files].slice(-MOST.files).map(shownFile);
}

/** In the place of a card that is out of date: nothing on it can be pressed any more. */
export function oldCard(desk: Desk, record: CaseRecord): Outgoing {
  const card: Card = {
    title: titleOf(desk, record),
    lines: [say(desk, 'desk:stale.old', caseValues(desk, record))],
    facts: [],
    actions: [],
  };
  return { text: '', choices: [], card };
}
