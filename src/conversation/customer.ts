import type { Command } from '../../dialogs/context.ts';
import type { Wendy } from '../../dialogs/converse.ts';
import { emptyDraft } from '../../dialogs/draft.ts';
import type { WendyEvent } from '../../dialogs/events.ts';
import type { Question } from '../../dialogs/message.ts';
import { backToQueue, type CaseRecord, isHeld, NO_DESK } from '../desk/case.ts';
import type { Locale } from '../texts/texts.ts';
import { choicesOf, type Tongue } from './compose.ts';
import type { ConversationRecord } from './record.ts';
import type { Trace } from './types.ts';

/** A conversation and its case within a turn; nothing is written yet. */
export interface After {
  record: ConversationRecord;
  current: CaseRecord | undefined;
  /** The case is new: its number is still to be given. */
  opened: boolean;
  commands: readonly Command[];
}

/**
 * Runs the machine over the events of a turn. What the customer told lives in the case once there is one: it is laid
 * into the machine's context before, and taken out after.
 */
export function runMachine(
  wendy: Wendy,
  before: After,
  heard: { events: readonly WendyEvent[]; locale?: Locale },
  at: string,
): After {
  const record = { ...before.record, locale: heard.locale ?? before.record.locale };
  const { resting, commands } = wendy.converse(withDraft(before), heard.events);
  const renews = commands.some((command) => command.do === 'renew');
  const { draft } = resting.context;
  const known = renews ? undefined : before.current;
  const submits = commands.some((command) => command.do === 'submit');
  const needed = known !== undefined || submits || draft.faults.length > 0;
  const next = needed ? applyToCase(known ?? newCase(record, at), draft, commands, at) : undefined;
  return {
    record: {
      ...record,
      resting: next ? { ...resting, context: { ...resting.context, draft: emptyDraft } } : resting,
      caseId: renews ? null : record.caseId,
    },
    current: next && { ...next, locale: record.locale },
    opened: before.opened || (needed && known === undefined),
    commands,
  };
}

/** A customer as their channel knows them. */
export function userOf({ address: { channel, user } }: Pick<ConversationRecord, 'address'>): string {
  return `${channel}:${user.id}`;
}

function newCase(record: ConversationRecord, at: string): CaseRecord {
  const { user } = record.address;
  return {
    v: 2,
    id: '',
    conversation: '',
    status: 'open',
    priority: 'normal',
    reason: null,
    locale: record.locale,
    createdAt: at,
    customer: { id: userOf(record), name: user.name ?? null },
    owner: null,
    assignee: null,
    queue: null,
    draft: emptyDraft,
    notes: [],
    history: [],
    ...NO_DESK,
    observers: [],
    consults: [],
  };
}

function applyToCase(
  record: CaseRecord,
  draft: CaseRecord['draft'],
  commands: readonly Command[],
  at: string,
): CaseRecord {
  let next: CaseRecord = {
    ...record,
    draft,
    owner: draft.owner,
    customer: { ...record.customer, name: draft.contact.name ?? record.customer.name },
  };
  const did = (what: string, change: Partial<CaseRecord>, reason?: string): void => {
    const entry = { at, by: 'wendy', did: what, ...(reason ? { reason } : {}) };
    next = { ...next, ...change, history: [...next.history, entry] };
  };
  for (const command of commands) {
    if (command.do === 'submit') {
      const { queue, priority, reason } = command;
      did('submit', { ...backToQueue(queue), assignee: null, priority, reason }, reason);
    } else if (command.do === 'solve') did('resolve', { status: 'resolved', queue: null });
    else if (command.do === 'close') did('close', { status: 'closed', queue: null });
    else if (command.do === 'rate') did('rate', { rating: { stars: command.stars, at } });
    else if (command.do === 'comment') {
      next = { ...next, notes: [...next.notes, { at, by: 'customer', text: command.text }] };
    } else if (command.do === 'reopen') did('reopen', reopened(next, command.own));
  }
  return next;
}

/** Open again, with Wendy or with people; who of them, the desk settles (`submitted`). */
function reopened({ assignee, reason }: CaseRecord, own: boolean | undefined): Partial<CaseRecord> {
  if (own) return { status: 'open', queue: null };
  if (assignee !== null) return { status: 'claimed', level: 'owner' };
  return backToQueue(reason === 'sales' ? 'sales' : 'technicians');
}

/** The question that stands after a turn: none while a person holds the conversation. */
export function questionAfter(wendy: Wendy, after: Pick<After, 'record' | 'current'>): Question | null {
  return isHeld(after.current) ? null : wendy.question(withDraft(after));
}

export function withDraft({ record, current }: Pick<After, 'record' | 'current'>) {
  const { resting } = record;
  return current ? { ...resting, context: { ...resting.context, draft: current.draft } } : resting;
}

/** The dotted path of where the conversation stands after a turn. */
export function stateAfter(wendy: Wendy, after: Pick<After, 'record' | 'current'>): string {
  return isHeld(after.current) ? 'case.held' : wendy.path(withDraft(after));
}

/** The turn trace of the contract. */
export function traceOf(
  wendy: Wendy,
  after: Pick<After, 'record' | 'current'>,
  question: Question | null,
  tongue: Tongue,
): Trace {
  const { current } = after;
  return {
    state: stateAfter(wendy, after),
    expects: question && { prompt: question.prompt, choices: choicesOf(question, tongue) },
    locale: after.record.locale,
    case: current ? { id: current.id, status: current.status } : null,
  };
}
