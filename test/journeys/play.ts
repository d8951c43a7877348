import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import type { Journey, Step } from './parse.ts';
import { type Actor, createStage, type Stage } from './stage.ts';

/** What everybody heard and what became of the cases, without what differs from one run to the next. */
export interface Seen {
  heard: Record<string, { texts: string[]; answers: unknown[] }>;
  cases: unknown;
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** A play under way. */
interface Play {
  wendy: Running;
  stage: Stage;
  /** Who spoke or heard last among the customers. */
  customer: string;
  patience: number;
}

interface PlayOptions {
  restarts: boolean;
  patience?: number;
  databaseUrl?: string;
  last?: (wendy: Running) => Promise<void>;
}

/** What differs from run to run; a clock that strikes and finds nothing due makes a version, too. */
const DIFFERING = ['at', 'createdAt', 'dueAt', 'version'];
/** The steps that are turns. */
const TURNS: readonly Step['kind'][] = ['customer', 'again', 'staff', 'presses', 'api'];

/**
 * Plays a journey and checks what it says. `restarts`: Wendy is closed and started again before every turn but the
 * first; `patience`: how long what comes by itself is waited for, ms; `databaseUrl`: on PostgreSQL; `last`: what is
 * done at the end, while she still runs. Throws an error that names file and line where it goes otherwise.
 */
export async function play(
  file: string,
  journey: Journey,
  { restarts, patience = 8_000, databaseUrl, last }: PlayOptions,
): Promise<Seen> {
  const wendy = await openWendy({ at: journey.begins, databaseUrl });
  const run: Play = { wendy, stage: createStage(wendy), customer: 'customer', patience };
  let turns = 0;
  for (const step of journey.steps) {
    if (restarts && TURNS.includes(step.kind) && turns++ > 0) await wendy.restart();
    try {
      await perform(run, step);
    } catch (error) {
      throw new Error(`${file}:${step.line}: ${(error as Error).message}\n\n${told(run)}`);
    }
  }
  if (wendy.errors.length > 0) throw new Error(`${file}: errors were logged:\n${wendy.errors.join('\n')}`);
  await last?.(wendy);
  return seen(run);
}

function perform(run: Play, step: Step): Promise<void> | void {
  switch (step.kind) {
    case 'customer':
      run.customer = step.who;
      return run.stage.says(step.who, named(run, step.text), step.photo);
    case 'again':
      run.customer = step.who;
      return run.stage.again(step.who, step.id);
    case 'staff':
      return staffSays(run, step);
    case 'fills':
      run.stage.actor(step.who).filled[step.input] = named(run, step.text);
      return;
    case 'presses':
      return asStaff(run, step.who, () => run.stage.presses(step.who, named(run, step.title)));
    case 'speaks':
      run.stage.actor(step.who).locale = step.locale;
      return;
    case 'api':
      return staffActs(run, step);
    case 'hears':
      if (step.who?.startsWith('customer')) run.customer = step.who;
      return hears(run, run.stage.actor(step.who ?? run.customer), named(run, step.phrase));
    case 'silence':
      return expectNothing(run);
    case 'messages':
      return expectSame(sinceLast(run).length, step.count, sinceLast(run).join('\n'));
    case 'unsaid':
      return expectUnsaid(run, step.phrase);
    case 'trace':
      return expectTrace(run, step);
    case 'choices':
      return expectSame(
        lastTrace(run)?.expects?.choices.map(({ value }) => value),
        step.values,
      );
    case 'has':
      return expectFact(run, step);
    case 'cases':
      return expectCases(run, step.count);
    case 'place':
      run.stage.actor(step.who).speaker.conversation = step.conversation;
      return;
    case 'later':
      return run.wendy.later(step.seconds * 1000);
    case 'setting':
      return set(run, step);
  }
}

function set({ stage, wendy }: Play, { name, value }: StepOf<'setting'>): void {
  const oneOf = (...values: string[]): boolean => {
    if (!values.includes(value)) throw new Error(`${name} takes ${values.join(' or ')}`);
    return value === values[0];
  };
  if (name === 'locale') stage.settings.locale = value;
  else if (name === 'time zone') stage.settings.zone = value;
  else if (name === 'channel') stage.settings.channel = value;
  else if (name === 'delivery') stage.settings.inline = oneOf('inline', 'apart');
  else {
    stage.settings.farEndTakes = oneOf('takes', 'refuses');
    wendy.farEnd.refuseWith(stage.settings.farEndTakes ? undefined : 503);
  }
}

function staffSays(run: Play, { who, text }: StepOf<'staff'>): Promise<void> {
  return asStaff(run, who, () => run.stage.says(who, named(run, text)));
}

/** Staff write in English, or as they said, on a conversation of their own; the first thing they say is who they are. */
async function asStaff({ stage }: Play, who: string, act: () => Promise<void>): Promise<void> {
  const { locale, inline } = stage.settings;
  const one = stage.actor(who);
  Object.assign(stage.settings, { locale: one.locale, inline: true });
  if (!one.last) await stage.says(who, `/staff ${who}`);
  await act();
  Object.assign(stage.settings, { locale, inline });
}

async function staffActs(run: Play, { who, text, refused }: StepOf<'api'>): Promise<void> {
  const [type = '', ...words] = named(run, text).split(' ');
  const id = caseId(run);
  const { body } = await run.wendy.staff.get(`/${id}`);
  const action = { type, as: who, version: at(body, 'version'), ...bodyOf(type, words.join(' ')) };
  const answer = await run.wendy.staff.act(id, action);
  expectSame(answer.status, refused ?? 200, JSON.stringify(answer.body));
}

/** What an action takes besides its type, by its words. */
function bodyOf(type: string, rest: string): object {
  const [first = '', ...words] = rest.split(' ');
  if (type === 'assign') return { to: rest };
  if (type === 'handoff') return { to: first, reason: words.join(' ') };
  if (type !== 'answer') return rest === '' ? {} : { text: rest };
  const answers = rest.split('\n').map((line) => {
    const [questionId = '', ...text] = line.split(' ');
    return { questionId, text: text.join(' ') };
  });
  return answers.length > 1 ? { answers } : { ...answers[0] };
}

/** The next text that holds the phrase; what comes by itself is waited for. */
async function hears({ stage, wendy, patience }: Play, actor: Actor, phrase: string): Promise<void> {
  const find = (): boolean => {
    stage.listen();
    for (let message = actor.read.message; message < actor.heard.length; message++) {
      const from = message === actor.read.message ? actor.read.offset : 0;
      const found = (actor.heard[message] ?? '').indexOf(phrase, from);
      if (found < 0) continue;
      actor.read = { message, offset: found + phrase.length };
      return true;
    }
    return false;
  };
  await wendy.farEnd.until(find, `"${phrase}" was not said`, patience);
}

function sinceLast({ stage, customer }: Play): string[] {
  stage.listen();
  const actor = stage.actor(customer);
  return actor.heard.slice(actor.spokeAt);
}

function expectNothing(run: Play): void {
  expectSame(sinceLast(run), []);
}

function expectUnsaid(run: Play, phrase: string): void {
  if (sinceLast(run).some((text) => text.includes(phrase))) throw new Error(`"${phrase}" was said`);
}

function lastTrace({ stage, customer }: Play) {
  stage.listen();
  return stage.actor(customer).traces.at(-1);
}

/** What comes of a deed of staff comes by itself, so it is waited for. */
async function expectTrace(run: Play, { about, value }: StepOf<'trace'>): Promise<void> {
  const is = (): string | undefined => {
    const trace = lastTrace(run);
    return {
      state: trace?.state,
      asks: trace?.expects?.prompt ?? 'nothing',
      language: trace?.locale,
      case: trace?.case?.status ?? 'none',
    }[about];
  };
  await run.wendy.farEnd
    .until(() => is() === value, value, run.patience)
    .catch(() => expectSame(is(), value));
}

function caseId(run: Play): string {
  const id = lastTrace(run)?.case?.id;
  if (id === undefined) throw new Error('there is no case yet');
  return id;
}

async function expectFact(run: Play, { path, test, value }: StepOf<'has'>): Promise<void> {
  const { body } = await run.wendy.staff.get(`/${caseId(run)}`);
  const found = at(body, path);
  const wanted = named(run, value);
  if (test === 'counts') expectSame(at(found, 'length'), Number(value), JSON.stringify(found));
  else if (test === 'is') expectSame(found === null ? 'nothing' : asText(found), wanted);
  else if (!asText(found).includes(wanted)) throw new Error(`${path} is ${asText(found)}`);
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not there');
}

async function expectCases({ wendy }: Play, count: number): Promise<void> {
  const { body } = await wendy.staff.get('');
  expectSame(at(body, 'cases.length'), count);
}

/** `{case}` stands for the number of the customer's case. */
function named(run: Play, text: string): string {
  return text.includes('{case}') ? text.replaceAll('{case}', caseId(run)) : text;
}

function expectSame(is: unknown, wanted: unknown, more = ''): void {
  const [got, want] = [JSON.stringify(is), JSON.stringify(wanted)];
  if (got !== want) throw new Error(`it is ${got} instead of ${want} ${more}`);
}

/** The end of the talk, for whoever looks for the mistake. */
function told({ stage, customer }: Play): string {
  const { heard, traces, last } = stage.actor(customer);
  const lines = [
    `last said: ${JSON.stringify(last?.text)}`,
    ...heard.slice(-4).map((text) => `heard: ${text}`),
  ];
  return [...lines, `trace: ${JSON.stringify(traces.at(-1))}`].join('\n');
}

/** Where a file's id stands: in its record, in a list of ids, in an address. */
const FILE_ID = /("id":"|\["|,"|attachments\/)([\w-]{22})(?![\w-])/g;

/** How long ago a case came. */
const AGE = /just came|\d+ min old|刚刚|已 \d+ 分钟/g;
/** The time of what was said, in a card's line. */
const TIME = /((?:"|\\n) *)\d\d:\d\d(?= )/g;

async function seen({ stage, wendy }: Play): Promise<Seen> {
  stage.listen();
  const { body } = await wendy.staff.get('?limit=200');
  const numbers: string[] = [];
  const files: string[] = [];
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, inner) => (DIFFERING.includes(key) ? key : inner))
        .replaceAll(FILE_ID, (_all, before: string, id: string) => {
          if (!files.includes(id)) files.push(id);
          return `${before}file ${files.indexOf(id) + 1}`;
        })
        .replaceAll(TIME, '$1hh:mm')
        .replaceAll(AGE, 'an age')
        .replaceAll(/C-\d+/g, (number) => {
          if (!numbers.includes(number)) numbers.push(number);
          return `case ${numbers.indexOf(number) + 1}`;
        }),
    );
  const heard = [...stage.actors].map(
    ([who, { heard: texts, answers }]) => [who, { texts, answers }] as const,
  );
  return { cases: plain(body), heard: plain(Object.fromEntries(heard)) as Seen['heard'] };
}
