import type { Wendy } from '../../dialogs/converse.ts';
import type { Message } from '../../dialogs/message.ts';
import type { Trees } from '../../dialogs/triage/tree.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import { type Calendar, dayIn, onDuty } from '../desk/calendar.ts';
import type { CaseRecord } from '../desk/case.ts';
import type { DeskRules } from '../desk/rules.ts';
import type { Staff, StaffList } from '../desk/staff.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/port.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Learner } from '../understanding/understanding.ts';
import { type CompanyFacts, companyValues } from './company-values.ts';
import type { Tongue } from './compose.ts';
import type { Tutor } from './tutor.ts';
import { waysText } from './ways.ts';

/** A text that staff put into an answer, in the languages of customers; `{{name}}` and the like are filled in. */
export interface CannedText {
  id: string;
  title: Readonly<Record<Locale, string>>;
  text: Readonly<Record<Locale, string>>;
}

/** Everything a turn is made with; wired once by main. */
export interface Parts {
  store: Store;
  wendy: Wendy;
  texts: Texts;
  understanding: Learner;
  tutor: Pick<Tutor, 'look'>;
  staffList: StaffList;
  rules: DeskRules;
  /** Texts that staff put into an answer. */
  canned: readonly CannedText[];
  /** The triage, for what its steps are called. */
  trees: Trees;
  company: CompanyFacts;
  calendar: Calendar;
  /** The warranty policy, for what technicians decide. */
  policy: Policy;
  /** Whether this is a local start, on which a command may pick a sample staff member. */
  local: boolean;
  /** The address that staff see, without a slash at its end. */
  publicUrl?: string | undefined;
  /** Whether mail is really sent (else it becomes files), and whether an answer to it comes in here. */
  mail: { sends: boolean; answered: boolean };
  /** Where staff open their chat with Wendy; undefined where no address leads there. */
  staffChat?: string | undefined;
  clock: { now(): Date };
  newId(): string;
  log: Log;
}

/** The instant of a turn, and its day in the company's zone. */
export function nowOf({ clock, calendar }: Pick<Parts, 'clock' | 'calendar'>): {
  at: string;
  on: string;
  ms: number;
} {
  const now = clock.now();
  const at = now.toISOString();
  const minute = at.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const last = lastDays.get(calendar);
  const on = last?.minute === minute ? last.on : dayIn(calendar.zone, at);
  if (last?.minute !== minute) lastDays.set(calendar, { minute, on });
  return { at, on, ms: now.getTime() };
}

/** The day in the minute of the last turn: reckoning in a zone costs more than a step of the machine. */
const lastDays = new WeakMap<Calendar, { minute: string; on: string }>();

/** Who owes the customer the next words; undefined where it is any of a queue. */
export function promisedBy(
  staffList: StaffList,
  { assignee, offered, level }: CaseRecord,
): Staff | undefined {
  return staffList.byId(assignee ?? (level === 'pool' || level === 'supervisor' ? '' : (offered ?? '')));
}

/** Who answers by when, and when people are back where nobody is on duty: one message, nothing beside it. */
function promiseText(
  { texts, staffList, calendar }: Pick<Parts, 'texts' | 'staffList' | 'calendar'>,
  locale: Locale,
  at: string,
  current: CaseRecord,
  values: Record<string, string>,
): string {
  const { promise } = current;
  const person = promisedBy(staffList, current);
  const duty = onDuty(calendar, at).open ? 'open' : 'closed';
  const message: Message = {
    key: `case:promise.${duty}_${person ? 'named' : 'team'}`,
    values: { who: person?.name ?? '', by: { instant: promise?.dueAt ?? at } },
  };
  return texts.render(message, locale, values);
}

/** The language of a text, with the values that every text may use. */
export function tongueOf(
  parts: Pick<Parts, 'texts' | 'company' | 'calendar' | 'staffList' | 'publicUrl'>,
  locale: Locale,
  at: string,
  current?: CaseRecord,
): Tongue {
  const assignee = current?.assignee
    ? (parts.staffList.byId(current.assignee)?.name ?? current.assignee)
    : '';
  const site = parts.publicUrl ?? '';
  const values = { ...companyValues(parts, locale, at), site, case: current?.id ?? '', assignee };
  const status = current?.status ?? 'none';
  const promise = current?.promise ? promiseText(parts, locale, at, current, values) : '';
  // Only a case that people have leads to them.
  const ways = current?.promise ? waysText(parts, locale, at, current, values) : '';
  return {
    texts: parts.texts,
    locale,
    values: {
      ...values,
      promise,
      ways,
      status: parts.texts.render({ key: `common:status.${status}` }, locale),
    },
  };
}
