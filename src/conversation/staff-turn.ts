import type { Staff } from '../desk/staff.ts';
import { type StaffRecord, staffKey } from '../desk/team.ts';
import { RequestRefused } from '../errors.ts';
import { type Parts, tongueOf } from './parts.ts';
import { runStaffCommand } from './staff-commands.ts';
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
  const record = {
    ...waking.record,
    staff: waking.record.staff?.id === staff.id ? waking.record.staff : { id: staff.id, focus: null },
  };
  const stored = await parts.store.get<StaffRecord>(staffKey(staff.id));
  const here = stored?.value.conversation === id;
  const seen = here
    ? []
    : [
        {
          key: staffKey(staff.id),
          expectedVersion: stored?.version ?? 0,
          value: { ...stored?.value, v: 1, conversation: id },
        },
      ];
  const tongue = tongueOf(parts, record.locale, now.at);
  try {
    const done = await runStaffCommand(parts, { ...waking, record, inbound }, staff, tongue);
    return { ...nothing, ...done, record: done.record ?? record, writes: [...seen, ...(done.writes ?? [])] };
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const text = parts.texts.render(
      { key: 'staff:refused', values: { reason: error.message } },
      record.locale,
    );
    const outgoing: Outgoing = { text, choices: [] };
    return { ...nothing, record, writes: seen, says: [{ class: 'relay', outgoing }] };
  }
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
