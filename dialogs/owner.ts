import { type Change, type Content, type Context, say, staying } from './context.ts';
import type { Draft } from './draft.ts';
import type { WendyEvent } from './events.ts';
import type { EventOf } from './wendy.setup.ts';

/** A salesperson, by all that a customer may call them. */
export interface Colleague {
  id: string;
  name: string;
  /** Other forms of the name: in another script, a short form. */
  names: readonly string[];
}

/** How sure it is who looks after a customer, the surest last: an earlier case, their own word, the maker's lists. */
const SURENESS = ['earlier', 'said', 'list'] as const;
export type OwnerSource = (typeof SURENESS)[number];

/** The longest text that may be nothing but a name, characters. */
const LONGEST_NAME = 30;

/** Sets who looks after the customer, unless that is known from somewhere surer. */
export function withOwner(draft: Draft, owner: string, by: OwnerSource): Draft {
  const known = draft.owner === null ? -1 : SURENESS.indexOf(draft.ownerBy ?? 'list');
  return SURENESS.indexOf(by) < known ? draft : { ...draft, owner, ownerBy: by };
}

/** What the customers' list or an earlier case says of whoever this is. */
export function stampKnown(context: Context, event: WendyEvent): Context {
  const known = 'known' in event ? event.known : undefined;
  return known ? { ...context, draft: withOwner(context.draft, known.owner, known.by) } : context;
}

/** The colleague whom a text names, by any form of the name, as a word of its own. */
export function colleagueIn(text: string, colleagues: readonly Colleague[]): Colleague | undefined {
  const said = ` ${words(text)} `;
  return colleagues.find(({ name, names }) => [name, ...names].some((one) => isNamed(one, said)));
}

function isNamed(name: string, said: string): boolean {
  const plain = words(name);
  if (plain === '') return false;
  return /\p{Script=Han}/u.test(plain) ? said.includes(plain) : said.includes(` ${plain} `);
}

/** Lower case, with a single space for whatever is no letter, and around Chinese. */
function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han})(?=[^\p{Script=Han}\s])|(?<=[^\p{Script=Han}\s])(?=\p{Script=Han})/gu, ' ')
    .trim();
}

/** Their contact is named in passing: it is noted, and the question stands. */
export function hearContact(context: Context, { name }: EventOf<'CONTACT_NAMED'>, content: Content): Change {
  const change = nameContact(context, name, content);
  const asked = context.at.stop === 'sales.contact';
  return { ...change, context: { ...(asked ? context : staying(context)), ...change.context, misses: 0 } };
}

/**
 * Who the customer says looks after them (the terms, technical support: "please contact our salesmen who contact you
 * before"). Somebody who is not, or no more, among the salespeople changes nothing: the case goes by language.
 */
export function nameContact(context: Context, said: string, { sales }: Content): Change {
  const colleague = colleagueIn(said, sales);
  if (!colleague) {
    const name = said.trim();
    const word =
      [...name].length <= LONGEST_NAME ? say('sales:contact.nobody', { name }) : say('sales:contact.unclear');
    return { context: withoutContact(context), commands: [word] };
  }
  const draft = withOwner(context.draft, colleague.id, 'said');
  const { name } = colleague;
  if (draft.owner !== colleague.id) {
    const who = sales.find(({ id }) => id === draft.owner)?.name ?? '';
    const word =
      who === '' ? say('sales:contact.noted', { name }) : say('sales:contact.other', { name, who });
    return { context: { draft }, commands: [word] };
  }
  return { context: { draft }, commands: [say('sales:contact.noted', { name })] };
}

/** The question who their contact is was put, and is not put again. */
export function withoutContact({ skipped }: Context): Pick<Context, 'skipped'> {
  return { skipped: skipped.includes('contact') ? skipped : [...skipped, 'contact'] };
}
