import type { CaseRecord } from '../desk/case.ts';
import { type Line, saidLine } from './staff-cards.ts';
import {
  button,
  caseValues,
  type Desk,
  type Done,
  findCase,
  say,
  talkOf,
  tell,
  tellText,
} from './staff-desk.ts';
import { faultLines } from './staff-faults.ts';
import { focusedOn, targetOf } from './staff-focus.ts';
import { type ListName, type ListPage, listPage } from './staff-lists.ts';
import type { Words } from './staff-words.ts';
import type { Card } from './types.ts';

/** What one page holds: characters and lines, so that a card of it fits every channel. */
const CHARACTERS = 4_000;
const LINES = 24;

/** A page of one of the lists of cases. */
export async function showList(desk: Desk, name: ListName, page: number): Promise<Done> {
  if (name === 'all' && desk.staff.role !== 'supervisor') return tellText(desk, 'desk:supervisors_only');
  const { outgoing, next } = await listPage(desk, name, page);
  const { inbound } = desk.waking;
  // The list itself turns its page where it can.
  const replaces = inbound.value !== undefined && inbound.card ? { replaces: inbound.card } : {};
  return tell({ ...outgoing, ...replaces }, { talk: remembering(desk, name, next) });
}

/** A page of a case's whole talk, the newest first, or of all its faults. */
export async function showPage(
  desk: Desk,
  name: 'talk' | 'faults',
  words: Words,
  page: number,
): Promise<Done> {
  const target = await targetOf(desk, { ...words, verb: 'case' });
  if (target === 'none' || !('id' in target)) return tellText(desk, 'desk:which.case');
  const stored = await findCase(desk, target.id);
  if (!stored) return tellText(desk, 'desk:refused.no_case', { case: target.id });
  const { value } = stored;
  const { outgoing, next } = pageOf(desk, name, value, await talkOf(desk, value), page);
  const talk = { ...remembering(desk, name, next, value.id), ...pick(await focusedOn(desk, value.id)) };
  return tell(outgoing, { talk });
}

/** A page (from 1) of a case's talk or of its faults, and the page that comes next, if any. */
export function pageOf(
  desk: Desk,
  name: 'talk' | 'faults',
  record: CaseRecord,
  talk: readonly Line[],
  page: number,
): ListPage {
  const { id } = record;
  const pages = name === 'talk' ? talkPages(desk, record, talk) : faultPages(desk, record);
  const at = Math.min(Math.max(1, page), pages.length);
  const next = at < pages.length ? at + 1 : undefined;
  const further = say(desk, name === 'talk' ? 'desk:button.earlier' : 'desk:button.more');
  const back = say(desk, 'desk:button.open', { case: id });
  const card: Card = {
    title: say(desk, `desk:${name}.title`, caseValues(desk, record)),
    lines: [say(desk, 'desk:page', { page: at, pages: pages.length }), ...(pages[at - 1] ?? [])],
    facts: [],
    actions: [
      ...(next
        ? [button(desk, further, [name, `${id} ${next}`], { staff: name, case: id, page: next })]
        : []),
      button(desk, back, ['case', id], { staff: 'case', case: id }),
    ],
  };
  return { outgoing: { text: '', choices: [], card, about: id }, next };
}

function pick({ focus, heard }: Desk['talk']) {
  return { focus, ...(heard === undefined ? {} : { heard }) };
}

/** What "more" shows next. */
function remembering(desk: Desk, verb: string, page: number | undefined, caseId?: string): Desk['talk'] {
  const { more: _before, ...talk } = desk.talk;
  return page === undefined ? talk : { ...talk, more: { verb, page, ...(caseId && { case: caseId }) } };
}

/** All that was said, page by page from the end; nothing is left out. */
function talkPages(desk: Desk, record: CaseRecord, talk: readonly Line[]): string[][] {
  const lines = talk.flatMap((line) => pieces(saidLine(desk, record, line, Number.POSITIVE_INFINITY)));
  const pages: string[][] = [[]];
  let length = 0;
  for (const line of lines.toReversed()) {
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && (length + line.length > CHARACTERS || page.length >= LINES)) {
      pages.push([line]);
      length = line.length;
    } else {
      page.unshift(line);
      length += line.length;
    }
  }
  return pages;
}

/** A text that is longer than a page goes over several. */
function pieces(text: string): string[] {
  return text.match(new RegExp(`.{1,${CHARACTERS}}`, 'gsu')) ?? [''];
}

function faultPages(desk: Desk, { draft }: CaseRecord): string[][] {
  const pages: string[][] = [[]];
  for (const [index, fault] of draft.faults.entries()) {
    const lines = faultLines(desk, fault, index + 1, draft.units);
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && page.length + lines.length > LINES) pages.push(lines);
    else page.push(...lines);
  }
  return pages;
}
