import { advanced } from '../desk/advance.ts';
import { type CaseRecord, caseInbox, caseKey } from '../desk/case.ts';
import { caseWrite, customerWakes } from '../desk/case-write.ts';
import type { CaseInboxEvent, Notice } from '../desk/notices.ts';
import { readTeam } from '../desk/team.ts';
import type { OutboxRow } from '../store/port.ts';
import { nowOf, type Parts } from './parts.ts';
import { type ConversationRecord, conversationKey } from './record.ts';
import { tellStaff } from './staff-notices.ts';

/** How often it is tried to write a case that others write to at the same time. */
const TRIES = 50;

/** Whom a case's turn concerns: conversations that have an event, and those that have something to send. */
export interface CaseTurn {
  wake: string[];
  deliver: string[];
}

/**
 * A case wakes for its clock, and for what staff are to be told of it: one commit changes the case, wakes the
 * customer's conversation and puts the notices into the outbox, so that each has its effect once.
 */
export async function caseTurn(parts: Parts, caseId: string): Promise<CaseTurn> {
  const { store, newId } = parts;
  for (let tries = 0; tries < TRIES; tries++) {
    const now = nowOf(parts);
    const inbox = await store.wakesOf(caseInbox(caseId), now.ms);
    if (inbox.length === 0) return { wake: [], deliver: [] };
    const stored = await store.get<CaseRecord>(caseKey(caseId));
    const woken = inbox.map(({ id }) => id);
    if (!stored) {
      await store.commit({ woken });
      return { wake: [], deliver: [] };
    }
    const events = inbox.map(({ event }) => event as CaseInboxEvent);
    const struck = events.some(({ type }) => type === 'CASE.DUE');
    const due = struck ? await strike(parts, stored.value, now) : undefined;
    const record = due?.record ?? stored.value;
    const written = struck ? caseWrite(stored, { ...record, alarm: null }, now, newId) : undefined;
    const notices = [...events.flatMap(noticesOf), ...(due?.notices ?? [])];
    const outbox: OutboxRow[] = [];
    for (const { to, message } of notices)
      outbox.push(...(await tellStaff(parts, record, now.at, to, message)));
    const wakes = (due?.events ?? []).flatMap((event) => customerWakes(record, event, now, newId));
    const { ok } = await store.commit({
      ...(written && { writes: [written.write] }),
      wakes: [...wakes, ...(written?.wakes ?? [])],
      outbox,
      woken,
    });
    if (ok) {
      return {
        wake: wakes.map(({ conversation }) => conversation),
        deliver: outbox.map(({ conversation }) => conversation),
      };
    }
  }
  throw new Error(`a turn of case ${caseId} lost to others ${TRIES} times`);
}

const noticesOf = (event: CaseInboxEvent): readonly Notice[] =>
  event.type === 'CASE.NOTICES' ? event.notices : [];

async function zoneOf({ store }: Parts, { conversation }: CaseRecord): Promise<string | undefined> {
  return (await store.get<ConversationRecord>(conversationKey(conversation)))?.value.zone;
}

async function strike(parts: Parts, record: CaseRecord, now: ReturnType<typeof nowOf>) {
  const { store, staffList, calendar, rules } = parts;
  const team = await readTeam(store, staffList, calendar);
  const customerZone = record.waiting ? await zoneOf(parts, record) : undefined;
  return advanced(record, { rules, calendar, team, at: now.at, staffList, now, customerZone });
}
