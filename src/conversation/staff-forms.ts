import type { CaseRecord } from '../desk/case.ts';
import { button, caseValues, customerOf, type Desk, say, wordOf } from './staff-desk.ts';
import { openClauses } from './staff-faults.ts';
import { mayTake } from './staff-lists.ts';
import type { Verb } from './staff-words.ts';
import type { CardAction, CardInput, CardSection } from './types.ts';

/** What somebody had written on a card, by the ids of its inputs. */
export type Drafts = Readonly<Record<string, string>>;

/** The inputs of a case's card; an answer's has the question's number behind it. */
export const INPUTS = {
  reply: 'reply',
  inside: 'inside',
  answer: 'answer-',
  canned: 'canned',
  to: 'to',
} as const;

/** Whether a card's input has this id; what else a button submits is its own. */
export function isInput(id: string): boolean {
  const { answer, ...whole } = INPUTS;
  return id.startsWith(answer) || Object.values(whole).some((one) => one === id);
}

/** Questions that can be answered on one card, and decisions that can be made. */
const MOST_ANSWERS = 6;
const MOST_DECISIONS = 4;

/** What somebody may do with a case: where they write, and their buttons. Each bears the case and its version. */
interface Forms {
  sections: CardSection[];
  actions: CardAction[];
}

interface Form {
  desk: Desk;
  record: CaseRecord;
  version: number;
  drafts: Drafts;
  /** In this person's hands. */
  mine: boolean;
}

/** What this person may do with a case, as a card's forms and buttons. */
export function formsOf(desk: Desk, record: CaseRecord, version: number, drafts: Drafts): Forms {
  const held = record.status === 'claimed' || record.status === 'waiting_customer';
  const mine = held && record.assignee === desk.staff.id;
  const form: Form = { desk, record, version, drafts, mine };
  const sections = [
    ...(mine ? [replyForm(form), ...answerForm(form)] : []),
    ...decideForm(form),
    insideForm(form),
    ...(mine || desk.staff.role === 'supervisor' ? giveForm(form) : []),
  ];
  return { sections: [...sections, ...keptWords(form, sections)], actions: actionsOf(form, held) };
}

/** A button of this case: `words` follow the case's number where one types. */
function press(
  { desk, record, version }: Form,
  title: string,
  verb: Verb,
  words = '',
  more: Record<string, unknown> = {},
): CardAction {
  const typed = `${record.id} ${words}`.trim();
  return button(desk, title, [verb, typed], { staff: verb, case: record.id, version, ...more });
}

function input({ drafts }: Form, id: string, label: string): CardInput {
  const value = drafts[id];
  return { id, label, ...(value ? { value } : {}) };
}

function replyForm(form: Form): CardSection {
  const { desk, record } = form;
  const values = caseValues(desk, record);
  const ready = desk.parts.canned.map(({ id, title }) => ({ value: id, title: title[desk.tongue.locale] }));
  const canned: CardInput[] =
    ready.length > 0 ? [{ id: INPUTS.canned, label: say(desk, 'desk:input.canned'), choices: ready }] : [];
  return {
    title: say(desk, 'desk:part.reply'),
    lines: [],
    inputs: [input(form, INPUTS.reply, say(desk, 'desk:input.reply', values)), ...canned],
    actions: [
      press(form, say(desk, 'desk:button.reply', { name: customerOf(desk, record) }), 'reply', '…'),
      ...(canned.length > 0 ? [press(form, say(desk, 'desk:button.canned'), 'canned')] : []),
    ],
  };
}

function answerForm(form: Form): CardSection[] {
  const { desk, record } = form;
  const open = record.draft.questions.flatMap(({ text, answer }, index) =>
    answer === null ? [{ text, n: index + 1 }] : [],
  );
  if (open.length === 0) return [];
  const inputs = open
    .slice(0, MOST_ANSWERS)
    .map(({ text, n }) =>
      input(
        form,
        `${INPUTS.answer}${n}`,
        say(desk, 'desk:input.answer', { n, question: text.slice(0, 200) }),
      ),
    );
  const send = press(form, say(desk, 'desk:button.answer'), 'answer', `${open[0]?.n ?? 1} …`);
  return [{ title: say(desk, 'desk:part.answers'), lines: [], inputs, actions: [send] }];
}

/** What the terms leave to a technician, clause 2 above all; the reason is written below, among us. */
function decideForm(form: Form): CardSection[] {
  const { desk, record } = form;
  if (desk.staff.role !== 'technician') return [];
  const { units } = record.draft;
  const decisions = units.flatMap((unit) =>
    openClauses(unit).flatMap((clause) =>
      [true, false].map((excluded) => {
        const title = say(desk, excluded ? 'desk:button.excluded' : 'desk:button.not_excluded', {
          unit: unit.id,
          clause,
        });
        const words = `${unit.id} ${clause} ${wordOf(desk, excluded ? 'desk:excluded' : 'desk:not_excluded')} …`;
        return press(form, title, 'decide', words, { unit: unit.id, clause, excluded });
      }),
    ),
  );
  const confirms = units
    .filter(({ warranty }) => warranty.proposed !== null && warranty.final === null)
    .map(({ id }) =>
      press(form, say(desk, 'desk:button.confirm', { unit: id }), 'confirm', id, { unit: id }),
    );
  const actions = [...decisions.slice(0, 2 * MOST_DECISIONS), ...confirms.slice(0, MOST_DECISIONS)];
  return actions.length > 0 ? [{ title: say(desk, 'desk:part.warranty'), lines: [], actions }] : [];
}

function insideForm(form: Form): CardSection {
  const { desk, record, mine } = form;
  const { role } = desk.staff;
  const other = role === 'sales' ? 'technicians' : 'sales';
  const handing = mine || (mayTake(desk, record) && record.offered === desk.staff.id);
  const actions = [
    press(form, say(desk, 'desk:button.note'), 'note', '…'),
    ...(mine && role === 'sales' ? [press(form, say(desk, 'desk:button.consult'), 'consult', '…')] : []),
    ...(role === 'technician' && record.consults.length > 0
      ? [press(form, say(desk, 'desk:button.advise'), 'advise', '…')]
      : []),
    ...(handing
      ? [
          press(
            form,
            say(desk, `desk:button.handoff_${other}`),
            'handoff',
            `${wordOf(desk, `desk:to.${other}`)} …`,
            { queue: other },
          ),
        ]
      : []),
  ];
  const box = input(form, INPUTS.inside, say(desk, 'desk:input.inside'));
  return { title: say(desk, 'desk:part.inside'), lines: [], inputs: [box], actions };
}

/** A choice of people: any technician or salesperson but who has it. */
function giveForm(form: Form): CardSection[] {
  const { desk, record } = form;
  if (record.status === 'resolved' || record.status === 'closed' || record.status === 'open') return [];
  const people = desk.parts.staffList.all.filter(
    ({ id, role }) => role !== 'supervisor' && id !== record.assignee,
  );
  const choices = people.map(({ id, name, role }) => ({
    value: id,
    title: `${name} (${say(desk, `desk:role.${role}`)})`,
  }));
  const send = press(form, say(desk, 'desk:button.assign'), 'assign', people[0]?.id ?? '');
  return [
    {
      title: say(desk, 'desk:part.others'),
      lines: [],
      inputs: [{ id: INPUTS.to, label: say(desk, 'desk:input.to'), choices }],
      actions: [send],
    },
  ];
}

/** Words for which this card has no place any more are shown all the same. */
function keptWords({ desk, drafts }: Form, sections: readonly CardSection[]): CardSection[] {
  const places = sections.flatMap(({ inputs = [] }) => inputs.map(({ id }) => id));
  const words = Object.entries(drafts)
    .filter(
      ([id, text]) => id !== INPUTS.canned && id !== INPUTS.to && text.trim() !== '' && !places.includes(id),
    )
    .map(([, text]) => text);
  return words.length > 0 ? [{ title: say(desk, 'desk:part.kept'), lines: words }] : [];
}

function actionsOf(form: Form, held: boolean): CardAction[] {
  const { desk, record, mine } = form;
  const supervisor = desk.staff.role === 'supervisor';
  const over = record.status === 'resolved' || record.status === 'closed';
  const ends = mine || (supervisor && held);
  const titled = (verb: 'claim' | 'release' | 'resolve' | 'close' | 'reopen'): CardAction =>
    press(form, say(desk, `desk:button.${verb}`), verb);
  return [
    ...(mayTake(desk, record) ? [titled('claim')] : []),
    ...(ends ? [titled('resolve')] : []),
    ...(mine && !supervisor ? [titled('release')] : []),
    ...(ends || (record.status === 'resolved' && (supervisor || record.assignee === desk.staff.id))
      ? [titled('close')]
      : []),
    ...(over && (supervisor || record.assignee === desk.staff.id) ? [titled('reopen')] : []),
  ];
}
