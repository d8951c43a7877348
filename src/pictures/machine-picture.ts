import { type Content, STOPS, type StopName } from '../../dialogs/context.ts';
import { createConversation, type Resting, type Wendy } from '../../dialogs/converse.ts';
import type { FoundFault, WendyEvent } from '../../dialogs/events.ts';
import type { FreeText, Question } from '../../dialogs/message.ts';
import type { Trees } from '../../dialogs/triage/tree.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import type { Edge, Graph } from './graph.ts';

/** One instruction that has every end: a tree's own steps are in its own picture. */
const TREES: Trees = {
  no_power: {
    family: 'no_power',
    version: 1,
    start: 'try',
    evidence: [],
    steps: {
      try: {
        kind: 'do',
        answers: { helped: { end: 'solved' }, not_helped: { end: 'bench' }, cannot: { stop: 'danger' } },
      },
    },
  },
};

const SALES: Content['sales'] = [{ id: 'anna', name: 'Anna', names: [] }];

const FAULT: FoundFault = {
  text: 'no light at all',
  guesses: [{ label: 'no_power', confidence: 1 }],
  sure: true,
  facts: {},
};

/** Said in the middle of something else. */
const FURTHER: FoundFault = {
  text: 'no sound from the recorder',
  guesses: [{ label: 'audio', confidence: 1 }],
  sure: true,
  facts: { device: 'recorder' },
};

/** Not sure enough to go on with. */
const UNSURE: FoundFault = { ...FAULT, text: 'it is odd', sure: false };

/** Words of each kind that a question takes beside its choices. */
const WORDS: Readonly<Record<FreeText, string | undefined>> = {
  none: undefined,
  fault: undefined,
  need: undefined,
  model: 'RS-D200',
  serial: 'RS26-0101234',
  date: '2026-01-02',
  period: '24',
  when: 'last week',
  firmware: '2.1',
  name: 'Sam Ho',
  email: 'sam@example.com',
  phone: '+442079460000',
  note: 'Do you sell it?',
};

/** Fields of every event: each reads its own. */
const FIELDS = {
  at: '2026-01-05T02:00:00.000Z',
  on: '2026-01-05',
  text: FAULT.text,
  faults: [FURTHER],
  field: 'model',
  value: 'RS-D200',
  topic: 'hours',
  kind: 'thanks',
  problem: 'no_choice',
  locale: 'zh',
  files: [],
  refused: [],
  edit: 'remove',
  entry: {},
  facts: {},
  corrects: false,
  values: [],
  by: 'tom',
  name: 'Tom',
  held: true,
};

/** What is tried at a place, and how the picture names it. */
interface Try {
  label: string;
  event: WendyEvent;
}

/** Stands for the first question that is still needed. */
const NEXT = 'next';
/** From how many places on an answer is drawn as one arrow to `NEXT`. */
const MANY = 6;

/** What leads nowhere by itself, or where one came from. */
const NOT_DRAWN = ['ANSWERED', 'SKIP', 'BACK', '*'];

/** The places where the conversation can rest, and which answer or event leads from one to the next. */
export function machineGraph(policy: Policy): Graph {
  const content: Content = { trees: TREES, policy, sales: SALES, reopenDays: 14 };
  const wendy = createConversation(content);
  const { edges, firsts } = explore(wendy);
  const always = everyEvent(wendy);
  const reached = new Set(edges.map(({ to }) => to));
  const anywhere = always.flatMap((type) => fromAnywhere(wendy, type, firsts, reached));
  const places = STOPS.map((stop) => {
    const [group, name] = stop.split('.');
    return { id: idOf(stop), kind: 'place' as const, lines: [stop], ...(group && name ? { group } : {}) };
  });
  return {
    nodes: [
      { id: 'anywhere', kind: 'away', lines: ['at any place'] },
      ...places,
      { id: idOf(NEXT), kind: 'away', lines: ['the first question', 'that is still needed'] },
    ],
    edges: [...edges, ...anywhere],
    direction: 'TB',
  };
}

function idOf(stop: StopName | typeof NEXT): string {
  return `p_${stop.replaceAll('.', '_')}`;
}

/** Goes every way by answers, from the beginning and from each place that only another event leads to. */
function explore(wendy: Wendy): { edges: Edge[]; firsts: Map<StopName, Resting> } {
  const labels = new Map<string, Set<string>>();
  const firsts = new Map<StopName, Resting>();
  const seen = new Set<string>();
  const open = [wendy.first()];
  // What no answer leads to; only when the answers lead nowhere new.
  const later: Resting[] = [];
  for (let resting = open.shift(); resting; resting = open.shift() ?? later.shift()) {
    const key = shapeOf(resting);
    // A third fault is asked about as the second was.
    if (seen.has(key) || resting.context.draft.faults.length > 2) continue;
    seen.add(key);
    const { stop } = resting.context.at;
    if (!firsts.has(stop)) {
      firsts.set(stop, resting);
      later.push(
        ...everyEvent(wendy).map((type) => wendy.converse(resting as Resting, [eventOf(type)]).resting),
      );
    }
    for (const { label, event } of triesAt(wendy.question(resting))) {
      const next = wendy.converse(resting, [event]).resting;
      const to = next.context.at.stop;
      if (to !== stop) {
        const edge = `${stop} ${to}`;
        labels.set(edge, (labels.get(edge) ?? new Set()).add(label));
      }
      open.push(next);
    }
  }
  const edges = toNext(labels).map(([edge, found]) => {
    const [from, to] = edge.split(' ') as [StopName, StopName | typeof NEXT];
    return { from: idOf(from), to: idOf(to), label: briefly([...found]) };
  });
  return { edges: inOrder(edges), firsts };
}

/** An answer that leads to many places leads to whatever is needed next: one arrow says so. */
function toNext(labels: ReadonlyMap<string, ReadonlySet<string>>): [string, Set<string>][] {
  const targets = new Map<string, number>();
  const split = [...labels].map(([edge, found]) => ({ edge, from: edge.split(' ')[0] ?? '', found }));
  for (const { from, found } of split) {
    for (const label of found) targets.set(`${from} ${label}`, (targets.get(`${from} ${label}`) ?? 0) + 1);
  }
  const isMany = (from: string, label: string): boolean => (targets.get(`${from} ${label}`) ?? 0) >= MANY;
  const drawn = new Map<string, Set<string>>();
  for (const { edge, from, found } of split) {
    for (const label of found) {
      const key = isMany(from, label) ? `${from} ${NEXT}` : edge;
      drawn.set(key, (drawn.get(key) ?? new Set()).add(label));
    }
  }
  return [...drawn];
}

/** What decides, by and large, where a conversation can go on to; the ways in detail are without number. */
function shapeOf({ context }: Resting): string {
  const { at, draft, pending, submitted, told, listed } = context;
  return JSON.stringify([
    at.stop,
    at.topic,
    draft.faults.map(({ state }) => state),
    draft.questions.length > 0,
    Object.values(draft.contact).map((one) => one !== null),
    [pending[0]?.ask, submitted?.reason, listed],
    Object.values(told).map(({ accepted }) => accepted),
  ]);
}

function triesAt(question: Question | null): Try[] {
  if (!question) return [];
  const { prompt, choices, free } = question;
  const answer = (value: string, label: string): Try => ({
    label,
    event: { ...eventOf('ANSWERED'), prompt, value, text: value } as WendyEvent,
  });
  const words = WORDS[free];
  return [
    ...(free === 'need' || free === 'fault'
      ? [
          { label: '(a fault)', event: faultEvent(FAULT) },
          { label: '(unclear)', event: faultEvent(UNSURE) },
        ]
      : []),
    ...choices.map(({ value }) => answer(value, value.replace(/:.*/, ''))),
    ...(words ? [answer(words, `(${free})`)] : []),
    { label: 'skip', event: eventOf('SKIP') },
  ];
}

function faultEvent(found: FoundFault): WendyEvent {
  return { ...eventOf('FAULTS'), text: found.text, faults: [found] } as WendyEvent;
}

function everyEvent(wendy: Wendy): string[] {
  return Object.keys(wendy.machine.config.on ?? {}).filter((type) => !NOT_DRAWN.includes(type));
}

function eventOf(type: string): WendyEvent {
  return { ...FIELDS, type } as unknown as WendyEvent;
}

/** Where an event leads from many places, or from any to a place that no answer leads to. */
function fromAnywhere(
  wendy: Wendy,
  type: string,
  firsts: ReadonlyMap<StopName, Resting>,
  reached: ReadonlySet<string>,
): Edge[] {
  const counted = new Map<StopName, number>();
  for (const [stop, resting] of firsts) {
    const to = wendy.converse(resting, [eventOf(type)]).resting.context.at.stop;
    if (to !== stop) counted.set(to, (counted.get(to) ?? 0) + 1);
  }
  return [...counted]
    .filter(([to, count]) => count > firsts.size / 4 || !reached.has(idOf(to)))
    .map(([to]) => ({ from: 'anywhere', to: idOf(to), label: type, dotted: true }));
}

/** As the journey goes, whatever was found first. */
function inOrder(edges: readonly Edge[]): Edge[] {
  const ids = [...STOPS, NEXT as typeof NEXT].map(idOf);
  const place = ({ from, to }: Edge): number => ids.indexOf(from) * ids.length + ids.indexOf(to);
  return edges.toSorted((a, b) => place(a) - place(b));
}

function briefly(labels: readonly string[]): string {
  return labels.length > 3 ? `${labels.slice(0, 2).join(' / ')} / …` : labels.join(' / ');
}
