/** One line of a journey: what happens, or what must then be true. */
export type Step = { line: number } & (
  | { kind: 'customer'; who: string; text: string; photo?: true }
  | { kind: 'again'; who: string; id: 'same' | 'new' }
  | { kind: 'staff'; who: string; text: string }
  | { kind: 'fills'; who: string; input: string; text: string }
  | { kind: 'presses'; who: string; title: string }
  | { kind: 'speaks'; who: string; locale: string }
  | { kind: 'api'; who: string; text: string; refused: number | undefined }
  | { kind: 'hears'; who: string | undefined; phrase: string }
  | { kind: 'silence' }
  | { kind: 'messages'; count: number }
  | { kind: 'unsaid'; phrase: string }
  | { kind: 'trace'; about: 'state' | 'asks' | 'language' | 'case'; value: string }
  | { kind: 'choices'; values: string[] }
  | { kind: 'has'; path: string; test: 'is' | 'contains' | 'counts'; value: string }
  | { kind: 'cases'; count: number }
  | { kind: 'setting'; name: 'locale' | 'time zone' | 'channel' | 'delivery' | 'far end'; value: string }
  | { kind: 'place'; who: string; conversation: string }
  | { kind: 'later'; seconds: number }
);

export interface Journey {
  title: string;
  /** The instant at which it begins, ISO. */
  begins: string;
  steps: Step[];
}

type Kind<K extends Step['kind']> = Omit<Extract<Step, { kind: K }>, 'line'>;
type Made = { [K in Step['kind']]: Kind<K> }[Step['kind']];
type Rule = [RegExp, (found: string[]) => Made];

const word = (value: string | undefined): string => value ?? '';
const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const STAFF = '(?:Technician|Sales|Supervisor)';

/** How a line reads, the first that fits. */
const RULES: Rule[] = [
  [/^Customer(?: (\w+))? hears: (.+)$/, ([who, phrase]) => hears(`customer ${who ?? ''}`.trim(), phrase)],
  [
    /^Customer(?: (\w+))? again, (same|new) id$/,
    ([who, id]) => ({ kind: 'again', who: customer(who), id: id as 'same' }),
  ],
  [
    /^Customer(?: (\w+))? writes in: (.+)$/,
    ([who, place]) => ({ kind: 'place', who: customer(who), conversation: word(place) }),
  ],
  [
    /^Customer(?: (\w+))?: ?([\s\S]*)$/,
    ([who, text]) => ({ kind: 'customer', who: customer(who), text: word(text) }),
  ],
  [
    /^Customer(?: (\w+))? sends a photo(?:: ?([\s\S]*))?$/,
    ([who, text]) => ({ kind: 'customer', who: customer(who), text: word(text), photo: true }),
  ],
  [/^Wendy: (.+)$/, ([phrase]) => hears(undefined, phrase)],
  [/^Wendy does not say: (.+)$/, ([phrase]) => ({ kind: 'unsaid', phrase: word(phrase) })],
  [/^Nothing is said$/, () => ({ kind: 'silence' })],
  [/^(\d+) messages? (?:is|are) said$/, ([count]) => ({ kind: 'messages', count: Number(count) })],
  [new RegExp(`^${STAFF} (\\w+) hears: (.+)$`), ([who, phrase]) => hears(who, phrase)],
  [
    new RegExp(`^${STAFF} (\\w+) fills in ([\\w-]+): ([\\s\\S]+)$`),
    ([who, input, text]) => ({ kind: 'fills', who: word(who), input: word(input), text: word(text) }),
  ],
  [
    new RegExp(`^${STAFF} (\\w+) presses: (.+)$`),
    ([who, title]) => ({ kind: 'presses', who: word(who), title: word(title) }),
  ],
  [
    new RegExp(`^${STAFF} (\\w+) speaks: (.+)$`),
    ([who, locale]) => ({ kind: 'speaks', who: word(who), locale: word(locale) }),
  ],
  [
    new RegExp(`^${STAFF} (\\w+): ([\\s\\S]+)$`),
    ([who, text]) => ({ kind: 'staff', who: word(who), text: word(text) }),
  ],
  [
    /^Staff API, (\w+): ([\s\S]+)$/,
    ([who, text]) => ({ kind: 'api', who: word(who), text: word(text), refused: undefined }),
  ],
  [
    /^Staff API, (\w+), refused (\d+): ([\s\S]+)$/,
    ([who, status, text]) => ({ kind: 'api', who: word(who), text: word(text), refused: Number(status) }),
  ],
  [
    /^(State|Asks|Language|Case): (.+)$/,
    ([about, value]) => ({ kind: 'trace', about: word(about).toLowerCase() as 'state', value: word(value) }),
  ],
  [
    /^Choices: (.+)$/,
    ([list]) => ({ kind: 'choices', values: word(list) === 'none' ? [] : word(list).split(/,\s*/) }),
  ],
  [/^There (?:is|are) (\d+) cases?$/, ([count]) => ({ kind: 'cases', count: Number(count) })],
  [
    /^(Locale|Time zone|Channel|Delivery|Far end): (.+)$/,
    ([name, value]) => ({ kind: 'setting', name: word(name).toLowerCase() as 'locale', value: word(value) }),
  ],
  [
    /^Later: (\d+) (second|minute|hour|day)s?$/,
    ([count, unit]) => ({ kind: 'later', seconds: Number(count) * (SECONDS[word(unit)] ?? 1) }),
  ],
];

/** Within "The case has:", each line indented. */
const FACTS: Rule[] = [
  [/^([\w.]+): (\d+) entr(?:y|ies)$/, ([path, count]) => has(path, 'counts', count)],
  [/^([\w.]+) contains: ([\s\S]+)$/, ([path, value]) => has(path, 'contains', value)],
  [/^([\w.]+): ([\s\S]+)$/, ([path, value]) => has(path, 'is', value)],
];

function customer(who: string | undefined): string {
  return `customer ${who ?? ''}`.trim();
}

function hears(who: string | undefined, phrase: string | undefined): Made {
  return { kind: 'hears', who, phrase: word(phrase) };
}

function has(path: string | undefined, test: 'is' | 'contains' | 'counts', value: string | undefined): Made {
  return { kind: 'has', path: word(path), test, value: word(value) };
}

/** Reads a journey. Throws an error that names file and line where a line can't be read. */
export function parseJourney(file: string, source: string): Journey {
  const journey: Journey = { title: '', begins: '2026-03-02T02:00:00Z', steps: [] };
  const fail = (line: number, why: string): never => {
    throw new Error(`${file}:${line}: ${why}`);
  };
  let inCase = false;
  for (const { line, text, indented } of linesOf(source)) {
    if (indented && !inCase) fail(line, 'an indented line goes on a text, or stands below "The case has:"');
    if (!indented) inCase = text === 'The case has:';
    if (inCase && !indented) continue;
    const [, title] = /^# (.+)$/.exec(text) ?? [];
    const [, begins] = /^Begins: (.+)$/.exec(text) ?? [];
    if (title) journey.title = title;
    else if (begins) journey.begins = Number.isNaN(Date.parse(begins)) ? fail(line, 'no instant') : begins;
    else
      journey.steps.push({
        line,
        ...(read(indented ? FACTS : RULES, text) ?? fail(line, `can't read "${text}"`)),
      } as Step);
  }
  if (journey.title === '') fail(1, 'a journey begins with "# " and its title');
  return journey;
}

function read(rules: readonly Rule[], text: string): Made | undefined {
  for (const [pattern, make] of rules) {
    const found = pattern.exec(text);
    if (found) return make(found.slice(1));
  }
  return undefined;
}

/** The lines that say something; what is indented below a speaker's words goes on in them. */
function linesOf(source: string): { line: number; text: string; indented: boolean }[] {
  const lines: { line: number; text: string; indented: boolean }[] = [];
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    if (raw.trim() === '' || raw.startsWith('>')) continue;
    const indented = raw.startsWith('  ');
    const last = lines.at(-1);
    if (
      indented &&
      last &&
      !last.indented &&
      /^(Customer|Technician|Sales|Supervisor|Staff API)/.test(last.text)
    ) {
      last.text += `\n${raw.trim()}`;
    } else lines.push({ line: index + 1, text: indented ? raw.trim() : raw.trimEnd(), indented });
  }
  return lines;
}
