import type { Command, Context, Spot } from '../../dialogs/context.ts';
import type { Resting } from '../../dialogs/converse.ts';
import { claimOf, unitsOf } from '../../dialogs/draft.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { FaultFamily } from '../../dialogs/labels.ts';
import type { Question } from '../../dialogs/message.ts';
import { stepAt } from '../../dialogs/triage/interpret.ts';
import { knownFrom } from '../../dialogs/triage/known.ts';
import type { Step as TriageStep } from '../../dialogs/triage/tree.ts';
import { content, did, keysOf, render, wendy } from './conversation.ts';
import { checkKept } from './kept.ts';

/** One event, and what it made of a conversation. */
export interface Step {
  before: Resting;
  event: WendyEvent;
  after: Resting;
  commands: readonly Command[];
}

const SILENT = ['case.waiting', 'case.held', 'closed'];
/** Where the case is over. */
const OVER = ['closed', 'feedback.solved', 'feedback.rating', 'feedback.reopen'];
const PROMPTS =
  /^(need|sales\.(question|confirm|contact)|(restart|cancel)\.confirm|paused|fault\.\w+|triage\.[a-z_]+\.[a-z_]+|product\.\w+|warranty\.\w+|outcome\.\w+|contact\.(name|email|phone)|summary\.\w+|feedback\.\w+)$/;
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'fault.more': ['done', 'add', 'correct'],
  'fault.add': ['right', 'wrong'],
  'summary.confirm': ['send', 'edit'],
  'outcome.verdict': ['accept', 'contest'],
  'sales.confirm': ['right', 'wrong'],
  'restart.confirm': ['right', 'wrong'],
  'cancel.confirm': ['right', 'wrong'],
  paused: ['go_on', 'anew'],
  'feedback.solved': ['yes', 'no'],
  'feedback.rating': ['1', '2', '3', '4', '5'],
  'feedback.reopen': ['same', 'new'],
};

function promise(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Everything that must be true of a conversation at rest, whatever came before. */
export function checkRest(resting: Resting): void {
  const { context } = resting;
  const { stop } = context.at;
  const question = wendy.question(resting);
  promise((question === null) === SILENT.includes(stop), `a question stands at ${stop} or is missing there`);
  promise(context.redo === null, 'nothing is left to be put again');
  if (question) checkQuestion(question, context);
  checkDraft(context);
}

function checkQuestion(question: Question, { at }: Context): void {
  const { prompt, choices, free } = question;
  promise(PROMPTS.test(prompt), `${prompt} is a prompt of the contract`);
  for (const message of [question.say, question.why, ...choices.map((choice) => choice.title)])
    render(message);
  const values = choices.map((choice) => choice.value);
  promise(new Set(values).size === values.length, `${prompt} offers each value once: ${values}`);
  promise(values.length > 0 || free !== 'none', `${prompt} can be answered`);
  for (const locale of [0, 1]) {
    const titles = choices.map((choice) => render(choice.title)[locale]);
    promise(new Set(titles).size === titles.length, `${prompt} has a title for each choice: ${titles}`);
  }
  const fixed = FIXED[prompt];
  if (fixed) promise(same(values, fixed), `${prompt} offers ${fixed}, not ${values}`);
  const step = stepOf(at);
  if (step?.kind === 'do') promise(same([...values].sort(), ['cannot', 'helped', 'not_helped']), prompt);
  if (step?.safety) promise(values.includes('no'), `${prompt} takes no for no danger`);
  if (at.stop === 'warranty.topic') promise(values.includes('unknown'), `${prompt} takes unknown`);
}

function stepOf({ stop, position }: Spot): TriageStep | undefined {
  return stop === 'triage.step' && position ? stepAt(content.dialogs.trees, position) : undefined;
}

function checkDraft({ draft, triage, known, asked, told, trail, at }: Context): void {
  const faults = new Set(draft.faults.map((fault) => fault.id));
  const units = new Set(draft.units.map((unit) => unit.id));
  const groups = new Set(draft.units.map((unit) => unit.group));
  const named = new Set(draft.faults.flatMap((fault) => fault.unitIds));
  promise(faults.size === draft.faults.length && units.size === draft.units.length, 'ids are given once');
  promise(
    [...named].every((id) => units.has(id)),
    'a fault names units that there are',
  );
  promise(
    draft.faults.every((fault) => fault.unitIds.length > 0),
    'a fault names a unit',
  );
  promise(
    [...units].every((id) => named.has(id)),
    'a unit has a fault',
  );
  const kept = [...Object.keys(triage), ...Object.keys(known).filter((id) => id !== '*')];
  promise(
    kept.every((id) => faults.has(id)),
    `triage is kept of faults that there are: ${kept}`,
  );
  const told0 = [...Object.keys(asked), ...Object.keys(told)];
  promise(
    told0.every((id) => groups.has(id)),
    `questions are kept of units that there are: ${told0}`,
  );
  const there = ({ fault, group }: Spot) =>
    (fault === undefined || faults.has(fault)) && (group === undefined || groups.has(group));
  promise(there(at), `${JSON.stringify(at)} is about something that there is`);
  promise(trail.every(there), 'one goes back to what there is');
}

/** But for when the customer was last heard of. */
function unheard({ v, context }: Resting) {
  return { v, context: { ...context, heardAt: null } };
}

/** There is no verdict to tell. */
function isConfirmedOfNothing(event: WendyEvent, { context }: Resting): boolean {
  if (event.type !== 'CASE.CONFIRMED') return false;
  return !context.draft.units.some(({ id, warranty }) => id === event.unitId && warranty.confirmed);
}

/** Everything that must be true of a step. `chosen`: the questions that may ask for what is known; left out, all. */
export function checkStep(step: Step, chosen?: ReadonlySet<string>): void {
  const { before, event, after, commands } = step;
  const { stop } = before.context.at;
  for (const command of commands) if (command.do === 'say') render(command.message);
  checkRest(after);
  const silent = stop === 'case.held' && !event.type.startsWith('CASE.');
  const says = commands.some((command) => command.do === 'say' || command.do === 'relay');
  if (silent)
    promise(commands.length === 0 && same(unheard(before), unheard(after)), `held: silent to ${event.type}`);
  // Solved long ago: nothing is said of it any more.
  else if (event.type !== 'CASE.SETTLED' && !isConfirmedOfNothing(event, before))
    promise(says || wendy.question(after) !== null, `${event.type} at ${stop} is answered`);
  checkCommands(step);
  if (event.type === 'PERSON') checkPerson(step);
  if (event.type === 'SKIP') checkSkip(step);
  if (event.type === 'FAULTS' && !silent) checkHeard(step);
  checkFacts(step);
  checkKept(step);
  if (chosen && !chosen.has(JSON.stringify(after.context.at))) checkNothingKnownIsAsked(after.context);
}

function checkCommands({ before, event, after, commands }: Step): void {
  const renews = did(commands, 'renew').length > 0;
  const submits = did(commands, 'submit').length;
  promise(submits <= 1, 'a case is handed over once');
  const again = before.context.submitted && !renews && event.type !== 'DANGER';
  if (submits > 0) promise(!again, 'a case is handed over only once, unless there is danger');
  if (submits > 0) promise(after.context.submitted !== null, 'it is known that the case was handed over');
  const { stop } = after.context.at;
  if (stop === 'case.waiting') promise(after.context.submitted !== null, 'a case that waits was handed over');
  if (stop === 'closed' && !OVER.includes(before.context.at.stop) && !after.context.submitted) {
    promise(did(commands, 'solve').length === 1, 'a case that closes by itself is solved');
  }
}

function checkPerson({ before, after, commands }: Step): void {
  const { at, submitted } = before.context;
  if (at.stop === 'case.held') return;
  const fetched = ['submit', 'reopen'].some((what) => did(commands, what as Command['do']).length === 1);
  const waits = submitted && !submitted.withdrawn && !OVER.includes(at.stop);
  if (waits) promise(keysOf(commands).includes('case:already'), `a person is on the way already: ${at.stop}`);
  else promise(fetched && after.context.submitted !== null, `a person is fetched from ${at.stop}`);
}

function checkSkip({ before, after, commands }: Step): void {
  const { at, draft, pending } = before.context;
  if (SILENT.includes(at.stop)) return;
  const needed =
    ['fault.describe', 'product.model', 'contact.name'].includes(at.stop) ||
    (at.stop === 'contact.phone' && draft.contact.email === null);
  if (needed) promise(keysOf(commands).length > 0, `${at.stop} says why it can't be skipped`);
  const stays = same(at, after.context.at) && same(pending, after.context.pending);
  promise(stays === needed, `skip is ${needed ? 'refused' : 'taken'} at ${at.stop}`);
  if (!['contact.name', 'contact.email', 'contact.phone'].includes(at.stop)) {
    promise(wendy.question(before)?.skippable === !needed, `${at.stop} says whether it can be skipped`);
  }
}

/** What was said of a fault stands on the list, or waits for a word on it. */
function checkHeard({ event, after }: Step): void {
  if (event.type !== 'FAULTS') return;
  const { draft, pending } = after.context;
  // The same words in capitals are the same words.
  const noted = [
    ...draft.faults.map((fault) => fault.description),
    ...pending.map((one) => one.found.text),
    ...(after.context.returning?.found ?? []).map(({ text }) => text),
    ...draft.questions.map((question) => question.text),
  ]
    .join('\n')
    .toLowerCase();
  for (const { text, guesses, sure } of event.faults) {
    const label = guesses[0]?.label ?? 'other';
    const noFault = sure && ['human_agent', 'warranty_repair', 'other'].includes(label);
    if (!noFault) promise(noted.includes(text.trim().toLowerCase()), `"${text}" is noted`);
  }
}

/** A warranty fact that changes keeps what was said before. */
function checkFacts({ before, after, commands }: Step): void {
  if (did(commands, 'renew').length > 0) return;
  for (const unit of before.context.draft.units) {
    const now = after.context.draft.units.find((one) => one.id === unit.id);
    if (!now || now.group !== unit.group || now.device !== unit.device) continue;
    for (const [name, fact] of Object.entries(unit.warranty.facts)) {
      const later = now.warranty.facts[name as keyof typeof now.warranty.facts];
      const ofSerial = fact.by === 'system' && name !== 'reportedOn' && now.serial !== unit.serial;
      if (ofSerial || later?.value === fact.value) continue;
      promise(later !== undefined, `${name} is kept`);
      promise(later?.was.at(-1)?.value === fact.value, `${name} keeps that it was ${fact.value}`);
    }
  }
}

function checkNothingKnownIsAsked(context: Context): void {
  const { at, draft } = context;
  const units = unitsOf(draft, at.group ?? '');
  const fields = ['model', 'serial', 'purchaseDate', 'firmware'] as const;
  const field = fields.find((one) => at.stop === `product.${one}`);
  if (field)
    promise(
      units.some((unit) => unit[field] === null),
      `${at.stop} is known`,
    );
  if (at.stop === 'warranty.topic') {
    const topic = content.dialogs.policy.topics.find((one) => one.id === at.topic);
    const open = units.some((unit) => topic?.asks.every((fact) => claimOf(unit)[fact] === undefined));
    promise(open, `warranty.${at.topic} is known`);
  }
  if (at.stop === 'contact.name' || at.stop === 'contact.email' || at.stop === 'contact.phone') {
    const own = at.stop.slice('contact.'.length) as 'name' | 'email' | 'phone';
    promise(draft.contact[own] === null, `${at.stop} is known`);
  }
  if (at.stop === 'product.since') {
    promise(
      draft.faults.some((fault) => fault.id === at.fault && fault.since === undefined),
      'since is known',
    );
  }
  const step = stepOf(at);
  const fault = draft.faults.find((one) => one.id === at.fault);
  if (fault && step?.fact) {
    const known = { ...knownFrom(fault.facts), ...context.known['*'], ...context.known[fault.id] };
    const value = known[step.fact];
    promise(value === undefined || !(value in step.answers), `${at.position?.step} asks ${step.fact} again`);
  }
  const place = `${at.position?.family}.${at.position?.step}`;
  const answered = step && fault?.steps.some((one) => one.id === place);
  promise(!answered, `${place} is asked again of ${fault?.id}`);
}

/**
 * The questions that a customer went to on purpose, back or to change something: these alone may ask for what is known.
 * They may until they are answered, also after a digression.
 */
export function reaskedAfter({ before, event, after }: Step, chosen: ReadonlySet<string>): Set<string> {
  const from = JSON.stringify(before.context.at);
  const to = JSON.stringify(after.context.at);
  const next = new Set([...chosen, ...spotsOfRelabelled(before, after)]);
  if (from === to) return next;
  if (event.type === 'ANSWERED' || event.type === 'SKIP') next.delete(from);
  const isChange = ['summary.edit', 'outcome.contest'].includes(before.context.at.stop);
  const goesBack = event.type === 'BACK' || event.type === 'RECONSIDERED';
  if (goesBack || (event.type === 'ANSWERED' && isChange)) next.add(to);
  return next;
}

/** A fault that turns out to be of another kind is looked into afresh: what its other triage asked may come again. */
function spotsOfRelabelled(before: Resting, after: Resting): string[] {
  const labels = new Map(before.context.draft.faults.map(({ id, label }) => [id, label]));
  const changed = after.context.draft.faults.filter(({ id, label }) => (labels.get(id) ?? label) !== label);
  return changed.flatMap(({ id, steps }) =>
    steps.map((step) => {
      const [family = '', name = ''] = step.id.split('.');
      const treeVersion = content.dialogs.trees[family as FaultFamily]?.version;
      const position = { family, step: name };
      return JSON.stringify({ stop: 'triage.step', fault: id, position, treeVersion });
    }),
  );
}
