import type { Command } from '../../dialogs/context.ts';
import type { Message } from '../../dialogs/message.ts';
import type { Time } from '../desk/advance.ts';
import type { CaseRecord } from '../desk/case.ts';
import { answerable, type Notice } from '../desk/notices.ts';
import { pooled, routed } from '../desk/routing.ts';
import { readTeam } from '../desk/team.ts';
import type { Parts } from './parts.ts';

/** A case in its place, and whom it concerns. */
export interface Submitted {
  record: CaseRecord | undefined;
  notices: Notice[];
}

/** A case that came to people in this turn is put where it belongs, and those people are told; others stay as they are. */
export async function submitted(
  { store, staffList, rules, calendar }: Parts,
  record: CaseRecord | undefined,
  commands: readonly Command[],
  now: Time,
): Promise<Submitted> {
  const submit = commands.findLast((command) => command.do === 'submit');
  const reopens = commands.some((command) => command.do === 'reopen');
  if (!record || !(submit || reopens)) return { record, notices: [] };
  const team = await readTeam(store, staffList, calendar);
  const routing = { rules, calendar, team, at: now.at };
  const held = record.assignee !== null && !submit;
  const place = submit
    ? routed(record, submit.queue, routing)
    : pooled(record, record.queue ?? 'technicians', routing);
  const next = held ? record : { ...record, ...place };
  const to = answerable(next, staffList);
  return { record: next, notices: to.length > 0 ? [{ to, message: newsOf(next, staffList) }] : [] };
}

function newsOf(record: CaseRecord, staffList: Parts['staffList']): Message {
  const values = { case: record.id };
  if (record.assignee)
    return { key: 'staff:told.reopened', values: { ...values, name: record.customer.name ?? '' } };
  if (record.priority !== 'normal' || record.level === 'pool') {
    return { key: `staff:new.${record.priority}`, values };
  }
  if (record.level === 'owner') return { key: 'staff:yours', values };
  const owner = (record.owner && staffList.byId(record.owner)?.name) ?? '';
  return { key: 'staff:instead', values: { ...values, owner } };
}
