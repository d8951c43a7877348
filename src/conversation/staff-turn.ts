import type { Staff } from '../desk/staff.ts';
import { type StaffRecord, staffKey } from '../desk/team.ts';
import { RequestRefused } from '../errors.ts';
import type { Stored, Write } from '../store/port.ts';
import { type Parts, tongueOf } from './parts.ts';
import { runStaffCommand } from './staff-commands.ts';
import type { Desk, Done } from './staff-desk.ts';
import type { Inbound, Outgoing } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

/** A staff member's turn: their commands, by text or by a card's button. */
export async function staffTurn(parts: Parts, waking: Waking): Promise<Outcome> {
  const { inbound, now, id } = waking;
  const staff = (inbound && staffOf(parts, inbound)) ?? parts.staffList.byId(waking.record.staff?.id ?? '');
  const nothing: Outcome = {
    record: waking.record,
    writes: [],
    appends: [],
    wakes: [],
    says: [],
    elsewhere: [],
  };
  if (!inbound) return nothing;
  if (!staff) return { ...nothing, record: { ...waking.record, staff: null } };
  const talk = waking.record.staff?.id === staff.id ? waking.record.staff : { id: staff.id, focus: null };
  const stored = await parts.store.get<StaffRecord>(staffKey(staff.id));
  const tongue = tongueOf(parts, waking.record.locale, now.at);
  const desk: Desk = { parts, waking: { ...waking, inbound }, talk, staff, tongue };
  const { staffRecord, talk: after = talk, ...done } = await answered(desk);
  return {
    ...nothing,
    ...done,
    record: { ...waking.record, staff: after },
    writes: [...seen(staff, id, stored, staffRecord), ...(done.writes ?? [])],
  };
}

async function answered(desk: Desk): Promise<Done> {
  try {
    return await runStaffCommand(desk);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const text = desk.parts.texts.render(
      { key: 'staff:refused', values: { reason: error.message } },
      desk.tongue.locale,
    );
    const outgoing: Outgoing = { text, choices: [] };
    return { says: [{ class: 'relay', outgoing }] };
  }
}

/** Where they talk with Wendy, and what they said of themselves. */
function seen(
  { id }: Staff,
  conversation: string,
  stored: Stored<StaffRecord> | undefined,
  change: Partial<StaffRecord> = {},
): Write[] {
  if (stored?.value.conversation === conversation && Object.keys(change).length === 0) return [];
  const value: StaffRecord = { ...stored?.value, v: 1, conversation, ...change };
  return [{ key: staffKey(id), expectedVersion: stored?.version ?? 0, value }];
}

const PICKS = /^\s*\/staff\s+(\S+)\s*$/i;

/**
 * Who of the staff writes: known by the authenticated sender, never by a name. On a local start, where all is on one
 * machine, the command `/staff tom` picks a sample one.
 */
export function staffOf(parts: Parts, { address, sender, text }: Inbound): Staff | undefined {
  const picked = parts.local ? PICKS.exec(text)?.[1] : undefined;
  return picked
    ? parts.staffList.byId(picked.toLowerCase())
    : parts.staffList.bySender(address.channel, sender);
}
