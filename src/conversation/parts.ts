import type { Wendy } from '../../dialogs/converse.ts';
import type { CaseRecord } from '../desk/case.ts';
import { dayIn, type Hours } from '../desk/hours.ts';
import type { StaffList } from '../desk/staff.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/port.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Learner } from '../understanding/understanding.ts';
import { type CompanyFacts, companyValues } from './company-values.ts';
import type { Tongue } from './compose.ts';
import type { Tutor } from './tutor.ts';

/** Everything a turn is made with; wired once by main. */
export interface Parts {
  store: Store;
  wendy: Wendy;
  texts: Texts;
  understanding: Learner;
  tutor: Pick<Tutor, 'look'>;
  staffList: StaffList;
  company: CompanyFacts;
  hours: Hours;
  /** Whether this is a local start, on which a command may pick a sample staff member. */
  local: boolean;
  /** The address that staff see, without a slash at its end. */
  publicUrl?: string | undefined;
  clock: { now(): Date };
  newId(): string;
  log: Log;
}

/** The instant of a turn, and its day in the company's zone. */
export function nowOf({ clock, hours }: Pick<Parts, 'clock' | 'hours'>): {
  at: string;
  on: string;
  ms: number;
} {
  const now = clock.now();
  const at = now.toISOString();
  const minute = at.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const last = lastDays.get(hours);
  const on = last?.minute === minute ? last.on : dayIn(hours.zone, at);
  if (last?.minute !== minute) lastDays.set(hours, { minute, on });
  return { at, on, ms: now.getTime() };
}

/** The day in the minute of the last turn: reckoning in a zone costs more than a step of the machine. */
const lastDays = new WeakMap<Hours, { minute: string; on: string }>();

/** The language of a text, with the values that every text may use. */
export function tongueOf(
  parts: Pick<Parts, 'texts' | 'company' | 'hours' | 'staffList' | 'publicUrl'>,
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
  return {
    texts: parts.texts,
    locale,
    values: { ...values, status: parts.texts.render({ key: `common:status.${status}` }, locale) },
  };
}
