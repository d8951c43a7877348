import { type Command, type Content, type Context, say } from './context.ts';
import { changeUnits, claimOf, type Draft, type Unit, unitsOf } from './draft.ts';
import { unitsName } from './fault-list.ts';
import type { Meaning, Reason } from './meaning.ts';
import { type Choice, keyFromData, type Message } from './message.ts';
import type { FactName, Verdict } from './warranty/claim.ts';
import { lastWarrantyDay } from './warranty/dates.ts';
import { decide, explain } from './warranty/decide.ts';
import { contestableFacts, topicOfFact } from './warranty/topics.ts';

/** The verdicts of a group's units, and one text that changes when any of them does. */
export function verdictOf(
  draft: Draft,
  content: Content,
  group: string,
): { verdicts: Verdict[]; key: string } {
  const verdicts = unitsOf(draft, group).map((unit) => decide(claimOf(unit), content.policy));
  return { verdicts, key: JSON.stringify(verdicts) };
}

/**
 * Tells how the warranty stands for a group: the verdict goes on record as proposed, the one told before it is kept.
 * Units with the same verdict are told of together.
 */
export function tellVerdict(context: Context, content: Content, at: string) {
  const group = context.at.group ?? '';
  const { key } = verdictOf(context.draft, content, group);
  const before = context.told[group];
  const draft = changeUnits(context.draft, group, (unit) => propose(unit, content, at));
  const told = { ...context.told, [group]: { verdict: key, accepted: false } };
  const kinds = Map.groupBy(unitsOf(draft, group), (unit) => JSON.stringify(unit.warranty.proposed));
  const intro: Command[] = before ? [say('outcome:verdict.again', undefined, true)] : [];
  const commands = [...kinds.values()].map((units) => verdictCommand(units, content));
  return { context: { ...context, draft, told }, commands: [...intro, ...commands] };
}

function propose(unit: Unit, content: Content, at: string): Unit {
  const verdict = decide(claimOf(unit), content.policy);
  const { proposed, earlier } = unit.warranty;
  const changed = proposed !== null && JSON.stringify(proposed) !== JSON.stringify(verdict);
  return {
    ...unit,
    warranty: {
      ...unit.warranty,
      proposed: verdict,
      earlier: changed ? [...earlier, { verdict: proposed, at }] : earlier,
    },
  };
}

function verdictCommand(units: readonly Unit[], content: Content): Command {
  const first = units[0] as Unit;
  const verdict = first.warranty.proposed as Verdict;
  return sayVerdict(meaningOf(units, first, verdict, content), reasonLine);
}

/** A verdict as a message of its own: how it stands, the reasons or the facts, what follows. */
export function sayVerdict(
  meaning: Extract<Meaning, { kind: 'verdict' }>,
  lineOf: (reason: Reason) => Message,
): Command {
  const { title, told, outlook, reasons, facts } = meaning;
  const lines = (reasons.length > 0 ? reasons.map(lineOf) : facts).map(bullet);
  const whole: Message = {
    key: 'warranty:verdict.whole',
    values: { told, lines: { key: 'common:lines', values: { lines } }, outlook },
  };
  const message: Message = { key: 'outcome:verdict.told', values: { title, verdict: whole } };
  return { do: 'say', message, apart: true, meaning };
}

function meaningOf(units: readonly Unit[], first: Unit, verdict: Verdict, content: Content) {
  const kind = verdictKind(verdict);
  const reasons = isAgainst(kind) ? explain(claimOf(first), content.policy) : [];
  const title: Message = {
    key: 'outcome:verdict.title',
    values: { units: unitsName(units), serials: serialsOf(units) },
  };
  return {
    kind: 'verdict',
    coverage: verdict.coverage,
    title,
    told: { key: `warranty:verdict.${kind}.told` },
    reasons: reasons.map(({ clause, facts }) => ({
      clause,
      name: { key: `warranty:clauses.${clause}.name` },
      because: { key: `warranty:clauses.${clause}.because` },
      facts: factMessages(first, facts, content),
    })),
    facts: isAgainst(kind) ? [] : factMessages(first, knownFacts(first), content),
    outlook: { key: `warranty:verdict.${kind}.outlook` },
  } satisfies Meaning;
}

function isAgainst(kind: ReturnType<typeof verdictKind>): boolean {
  return kind !== 'covered' && kind !== 'open';
}

/** A clause that stands against it, and the facts that led there. */
export function reasonLine({ clause, name, because, facts }: Reason): Message {
  return { key: 'warranty:verdict.reason', values: { clause, name, because, facts } };
}

function bullet(text: Message): Message {
  return { key: 'common:bullet', values: { text } };
}

/** Which of the texts says it: excluded, covered so far, or open; clause 5 adds that nothing is replaced. */
function verdictKind(verdict: Verdict) {
  if (verdict.coverage === 'excluded') return verdict.replacement ? 'excluded' : 'excluded_no_replacement';
  if (verdict.undecided.length > 0) return 'undecided';
  return verdict.outlook === 'covered' ? 'covered' : 'open';
}

/** The facts that are known and worth telling. */
export function knownFacts(unit: Unit): FactName[] {
  return (Object.entries(unit.warranty.facts) as [FactName, { value: string | number }][])
    .filter(([, fact]) => fact.value !== 'unknown')
    .map(([name]) => name)
    .filter((name) => name !== 'reportedOn' && name !== 'warrantyMonths');
}

/** Facts of a unit in words; an unknown one is left out. */
export function factMessages(unit: Unit, facts: readonly FactName[], content: Content): Message[] {
  return facts.flatMap((name): Message[] => {
    const value = unit.warranty.facts[name]?.value;
    if (value === undefined || value === 'unknown' || name === 'warrantyMonths') return [];
    if (name === 'purchaseDate' || name === 'reportedOn') {
      const on: Message = { key: `warranty:facts.${name}.on`, values: { date: { date: String(value) } } };
      return name === 'purchaseDate' ? [on, lengthOf(unit, String(value), content)] : [on];
    }
    return [{ key: keyFromData(`warranty:facts.${name}.${value}`) }];
  });
}

/** The months that were counted from a day, and the last of them. */
function lengthOf(unit: Unit, from: string, content: Content): Message {
  const count = countedMonths([unit], content);
  const date = { date: lastWarrantyDay(from, count) };
  return { key: 'warranty:facts.warrantyMonths.until', values: { count, date } };
}

/** How many months of warranty are counted; the policy's where nothing else is said. */
export function countedMonths([unit]: readonly Unit[], { policy }: Content): number {
  return Number(unit?.warranty.facts.warrantyMonths?.value ?? policy.facts.warrantyMonths.default ?? 0);
}

/** Whether any length was counted: from a day that is known. */
export function isCounted(units: readonly Unit[]): boolean {
  return units.some(({ warranty }) => warranty.facts.purchaseDate !== undefined);
}

/** The customer goes on from the verdict. */
export function acceptVerdict(context: Context): Context {
  const group = context.at.group ?? '';
  const told = context.told[group];
  return told ? { ...context, told: { ...context.told, [group]: { ...told, accepted: true } } } : context;
}

/** What a customer may say is wrong: the date, and every fact that they could know and that stands. */
export function contestable(draft: Draft, content: Content, group: string): Choice[] {
  const units = unitsOf(draft, group);
  const facts = [...new Set(units.flatMap((unit) => contestableFacts(claimOf(unit), content.policy)))];
  const values = facts.flatMap((fact) => {
    if (fact === 'purchaseDate') return ['purchaseDate'];
    const topic = topicOfFact(fact, content.policy);
    return topic ? [topic] : [];
  });
  const known = new Set(['purchaseDate', ...(isCounted(units) ? ['warrantyMonths'] : []), ...values]);
  return [...known].map((value) => ({
    value,
    title: { key: keyFromData(`outcome:contest.choices.${value}`) },
  }));
}

/** The title of a topic's answer: its own where it has one, else the common one. */
export function topicTitle(topic: string, value: string): Message {
  if (value === 'yes' || value === 'no' || value === 'unknown') return { key: `common:choices.${value}` };
  return { key: keyFromData(`warranty:topics.${topic}.answers.${value}`) };
}

/** The serial numbers in brackets, or nothing. */
export function serialsOf(units: readonly Unit[]): string {
  const serials = units.map((unit) => unit.serial).filter((serial) => serial !== null);
  return serials.length > 0 ? ` (${serials.join(', ')})` : '';
}
