import { expect } from 'vitest';
import { at, type Json } from '../helpers/staff-client.ts';
import type { Running } from '../helpers/wendy.ts';
import { shown } from './playground.ts';
import { openStaff, type PlaygroundStaff } from './playground-staff.ts';

/** A customer on the page's chat, in whatever way they are there. */
export interface WebCustomer {
  /** Writes it to a person, and waits for nothing. */
  says(text: string): Promise<void>;
  /** Writes it, and waits for Wendy's answer. */
  answers(text: string): Promise<void>;
  /** Presses an answer that is offered, and waits for Wendy's. */
  presses(title: string, value: string): Promise<void>;
  /** Resolves when something with these words in it was said. */
  hears(words: string): Promise<void>;
  /** Comes back to the same talk another day. */
  returns(): Promise<void>;
}

/** A working day in the company's zone, at ten. */
export const TUESDAY = '2026-03-03T02:00:00Z';
const DAY = 24 * 60 * 60 * 1000;
const ID = 'C-1001';
const HANDED = 'One is dark, and the paint is yours to say.';

interface Stage {
  wendy: Running;
  customer: WebCustomer;
  anna: PlaygroundStaff;
  tom: PlaygroundStaff;
  li: PlaygroundStaff;
}

/** Who won the race for the case. */
interface Race {
  holder: PlaygroundStaff;
  /** The holder's id. */
  id: string;
  name: string;
}

/**
 * Plays the whole desk: a salesperson and two technicians, each at a Playground, and a customer. `wendy` begins on
 * `TUESDAY`, and the customer has been greeted.
 */
export async function playDesk(wendy: Running, customer: WebCustomer): Promise<void> {
  const [anna, tom, li] = await Promise.all(
    (['anna', 'tom', 'li'] as const).map((who) => openStaff(wendy.url, who)),
  );
  if (!anna || !tom || !li) throw new RangeError('somebody is missing');
  const stage = { wendy, customer, anna, tom, li };
  await asksTwoQuestions(stage);
  await answersTheFirst(stage);
  await handsOver(stage);
  const race = await raceFor(stage);
  await answersTheRest(stage, race);
  await resolvesAndRates(stage, race);
  await comesBack(stage, race);
  expect(wendy.errors).toEqual([]);
}

/** The case stands so. */
async function stands({ wendy }: Stage, expected: Record<string, unknown>): Promise<Json> {
  const { body } = await wendy.staff.get(`/${ID}`);
  expect(Object.fromEntries(Object.keys(expected).map((path) => [path, at(body, path)]))).toEqual(expected);
  return body;
}

async function asksTwoQuestions(stage: Stage): Promise<void> {
  const { customer, anna } = stage;
  await customer.answers('How much is the RS-D200? And can its housing be painted before delivery?');
  await customer.hears('And can its housing be painted before delivery?');
  await customer.presses('Send', 'right');
  await customer.hears('Your 2 questions are with our sales team');
  await anna.hears('2. And can its housing be painted before delivery?');
  await stands(stage, {
    ...{ status: 'with_sales', 'questions.length': 2 },
    ...{ 'questions.0.text': 'How much is the RS-D200?', 'questions.0.answer': null },
  });
}

async function answersTheFirst(stage: Stage): Promise<void> {
  const { customer, anna, tom } = stage;
  for (const answer of ['Jo Field', 'jo@example.com', 'skip']) await customer.answers(answer);
  await customer.presses('Anna', 'anna');
  const offered = await anna.opens('New from a customer of yours');
  const claimed = await anna.presses(offered, 'claim');
  await customer.hears('Anna is with you now');
  await stands(stage, { status: 'claimed', assignee: 'anna', owner: 'anna' });

  await anna.presses(claimed, 'consult', { inside: 'Which paint does the RS-D200 take?' });
  await customer.hears('Anna is asking our technicians and then answers you here.');
  const asked = await tom.opens('Which paint does the RS-D200 take?');
  await tom.presses(asked, 'advise', { inside: 'Acrylic, but never on the dome.' });
  const advised = await anna.opens('Acrylic, but never on the dome.');
  await stands(stage, { assignee: 'anna', 'questions.1.answer': null });

  await anna.presses(advised, 'answer', { 'answer-1': 'It is 84 USD.' });
  await customer.hears('It is 84 USD.');
  await customer.hears('One of your questions is still open.');
  await stands(stage, { 'questions.0.answer': 'It is 84 USD.', 'questions.1.answer': null });
}

async function handsOver(stage: Stage): Promise<void> {
  const { customer, anna } = stage;
  await customer.says('One of those that I have is dark at night although its lamp is on.');
  const told = await anna.opens('dark at night although its lamp is on');
  const handed = await anna.presses(told, 'handoff', { inside: HANDED });
  expect(shown(handed)).not.toContain('not sent');
  await customer.hears(`Anna has handed your case ${ID} to our technicians`);
  await stands(stage, { status: 'queued', queue: 'technicians', assignee: null, 'observers.0': 'anna' });
}

/** Both press at the same moment; whoever has it presses once more. */
async function raceFor(stage: Stage): Promise<Race> {
  const { wendy, customer, tom, li } = stage;
  const [first, second] = await Promise.all([tom.opens(HANDED), li.opens(HANDED)]);
  await Promise.all([tom.presses(first, 'claim'), li.presses(second, 'claim')]);
  const { body } = await wendy.staff.get(`/${ID}`);
  const id = String(at(body, 'assignee'));
  expect(['tom', 'li']).toContain(id);
  const [name, holder, late, card] =
    id === 'tom' ? (['Tom', tom, li, first] as const) : (['Li', li, tom, second] as const);
  await holder.hears('(Jo Field) is yours.');
  await customer.hears(`${name} is with you now`);
  await late.hears(`${ID} (Jo Field) is with ${name}, so I left it as it is.`);
  expect(late.heard()).not.toContain('(Jo Field) is yours.');

  await holder.presses(card, 'claim');
  await holder.hears(`That is done already: ${ID} (Jo Field)`);
  await stands(stage, { status: 'claimed', assignee: id, version: at(body, 'version') });
  return { holder, id, name };
}

async function answersTheRest(stage: Stage, { holder, id }: Race): Promise<void> {
  const { customer } = stage;
  const question = 'Is a red glow to be seen in the dark?';
  const card = await holder.shown('That is done already');
  const noted = await holder.presses(card, 'note', { inside: 'The infrared light, probably.' });
  await holder.presses(noted, 'reply', { reply: question });
  await customer.hears(question);
  await stands(stage, { status: 'waiting_customer', 'notes.0.by': id, 'notes.length': 1 });

  await customer.says('No glow at all, not even from near.');
  const told = await holder.opens('No glow at all, not even from near.');
  await stands(stage, { status: 'claimed', assignee: id });
  await holder.presses(noted, 'reply', { reply: question });
  await holder.presses(noted, 'reply', { reply: 'Never to be sent.' });
  await holder.hears('has changed since this card, so I did nothing yet');
  const body = await stands(stage, { status: 'claimed', assignee: id });
  const said = (at(body, 'transcript') as Json[]).filter((row) => at(row, 'from') === id);
  expect(said.map((row) => at(row, 'text'))).toEqual([question]);

  await holder.presses(told, 'answer', { 'answer-2': 'Yes, with acrylic paint, but not the dome.' });
  await customer.hears('Yes, with acrylic paint, but not the dome.');
  await customer.hears('That was the last of your questions');
  await stands(stage, { 'questions.1.answer': 'Yes, with acrylic paint, but not the dome.' });
}

async function resolvesAndRates(stage: Stage, { holder, name, id }: Race): Promise<void> {
  const { customer, anna } = stage;
  await customer.says('Then I put a new lamp into it, and it sees again.');
  const told = await holder.opens('Then I put a new lamp into it');
  await holder.presses(told, 'resolve');
  await customer.hears('Is it solved for you too?');
  await anna.hears(`${name} has marked ${ID} as solved`);
  await stands(stage, { status: 'resolved', assignee: id, rating: null });
  await customer.presses('Yes', 'yes');
  await customer.hears('How well did we help you?');
  await customer.presses('Very well', '5');
  await customer.hears('Thank you, I noted: Very well.');
  for (const staff of [anna, holder]) await staff.hears('who gave 5 of 5');
  await stands(stage, { status: 'closed', rating: 5 });
}

/** The same people have it again, and nothing that is settled is asked or told anew. */
async function comesBack(stage: Stage, { holder, id, name }: Race): Promise<void> {
  const { wendy, customer, anna } = stage;
  wendy.later(DAY);
  await customer.returns();
  await customer.answers('It is dark at night again.');
  await customer.hears(
    `So it is back. Case ${ID} is open again, with everything so far. ${name} answers you`,
  );
  await holder.hears(`${ID} is open again: it is not solved for the customer.`);
  await anna.hears(`${ID}, which you look after, is open again`);
  await stands(stage, { status: 'claimed', assignee: id, rating: 5, 'questions.length': 2 });
  await customer.says('Since this evening, to be exact.');
  const card = await holder.opens('Since this evening, to be exact.');
  await holder.presses(card, 'reply', { reply: 'Then I send you another one.' });
  await customer.hears('Then I send you another one.');
  const body = await stands(stage, { status: 'waiting_customer', assignee: id });
  expect(saidSince(body, 'It is dark at night again.')).toEqual(['customer', 'bot', 'customer', id]);
  const all = await wendy.staff.get('?limit=10');
  expect(at(all.body, 'cases.length')).toBe(1);
}

/** Who spoke from these words on. */
function saidSince(body: Json, words: string): unknown[] {
  const rows = at(body, 'transcript') as Json[];
  return rows.slice(rows.findIndex((row) => at(row, 'text') === words)).map((row) => at(row, 'from'));
}
