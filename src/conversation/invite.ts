import { type StaffRecord, staffKey } from '../desk/team.ts';
import { isAddress } from '../mail/mail.ts';
import { mailRow } from './customer-mail.ts';
import { nowOf, type Parts } from './parts.ts';
import { invitation, type StaffMailParts } from './staff-mail.ts';

/**
 * Asks, once each by mail, the staff members to write to Wendy whom a channel could vouch for and who never wrote to
 * her: in Teams a bot can't begin. Resolves with the conversations that have something to send.
 */
export async function inviteStaff(
  parts: Pick<Parts, 'store' | 'newId' | 'clock'> & StaffMailParts,
): Promise<string[]> {
  const { at } = nowOf(parts);
  const lanes: string[] = [];
  for (const { id, name, languages, ids, mail } of parts.staffList.all) {
    if (ids.length === 0 || mail === undefined || !isAddress(mail)) continue;
    const key = staffKey(id);
    const stored = await parts.store.get<StaffRecord>(key);
    if (stored && (stored.value.conversation !== null || stored.value.invitedAt !== undefined)) continue;
    const value: StaffRecord = { ...(stored?.value ?? { v: 1, conversation: null }), invitedAt: at };
    const row = mailRow(parts.newId(), invitation(parts, { name, languages, mail }, at), 'notice', {
      case: null,
    });
    const writes = [{ key, expectedVersion: stored?.version ?? 0, value }];
    const { ok } = await parts.store.commit({ writes, outbox: [row] });
    if (ok) lanes.push(row.conversation);
  }
  return lanes;
}
