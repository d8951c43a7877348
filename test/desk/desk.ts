import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addFault, type Draft, emptyDraft, setFacts } from '../../dialogs/draft.ts';
import { readCompany } from '../../src/content/company.ts';
import { loadPolicy } from '../../src/content/policy.ts';
import { createStaffApi } from '../../src/desk/api.ts';
import type { StaffApi } from '../../src/desk/api-types.ts';
import { type CaseRecord, type CaseStatus, caseKey, listingOf, NO_DESK } from '../../src/desk/case.ts';
import { companyCalendar } from '../../src/desk/company-calendar.ts';
import { createStaffList, type Role, type Staff } from '../../src/desk/staff.ts';
import { openStore } from '../../src/store/choose.ts';
import type { Store } from '../../src/store/port.ts';
import { versioned } from '../../src/store/versioned.ts';
import { UPGRADES } from '../../src/upgrades.ts';

const person = (id: string, role: Role): Staff => ({ id, name: id, role, languages: ['en'], ids: [] });

/** Two of each role. */
export const people: readonly Staff[] = [
  person('anna', 'sales'),
  person('wei', 'sales'),
  person('tom', 'technician'),
  person('li', 'technician'),
  person('mei', 'supervisor'),
  person('jun', 'supervisor'),
];
export const staffList = createStaffList(people);
export const policy = loadPolicy();
const { company, rules } = readCompany(resolve(import.meta.dirname, '../../dialogs/company'));
const calendar = companyCalendar(company);
export const AT = '2026-11-23T06:00:00.000Z';
export const now = { at: AT, on: '2026-11-23', ms: Date.parse(AT) };
/** What actions are done with, but for who does them. */
export const acting = {
  ...{ staffList, now, rules, calendar, policy, at: AT },
  team: people.map((staff) => ({ staff, calendar, load: 0 })),
};

/** Two cameras with a fault, bought from a dealer; repaired by others. */
export const draft: Draft = (() => {
  const fault = { label: 'no_power', description: 'two cameras are dead', facts: { quantity: 2 } } as const;
  const told = addFault(emptyDraft, fault);
  const facts = { reportedOn: '2026-11-20', source: 'authorized', unauthorizedRepair: 'yes' } as const;
  const units = told.units.map((unit) => setFacts(unit, facts, 'customer', AT));
  const contact = { name: 'Ann Hill', email: 'ann@example.com', phone: null };
  return { ...told, units, contact, questions: [{ id: 'Q1', text: 'How long?', answer: null }] };
})();

/** A case as it stands in a status, in these hands. */
export function caseIn(
  status: CaseStatus,
  assignee: string | null,
  change: Partial<CaseRecord> = {},
): CaseRecord {
  return {
    v: 2,
    id: 'C-1001',
    conversation: 'talk',
    status,
    priority: 'normal',
    reason: null,
    locale: 'en',
    createdAt: AT,
    customer: { id: 'emulator:u', name: 'Ann Hill' },
    owner: null,
    assignee,
    queue: status === 'queued' ? 'technicians' : status === 'with_sales' ? 'sales' : null,
    draft,
    notes: [],
    history: [],
    ...NO_DESK,
    observers: [],
    consults: [],
    ...change,
  };
}

/** The staff API on a store of its own, without HTTP. */
export interface Desk {
  store: Store;
  api: StaffApi;
  /** Puts cases there as they are. */
  put(...records: readonly CaseRecord[]): Promise<void>;
  act(id: string, action: object, key?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  read(id: string): Promise<{ value: CaseRecord; version: number }>;
  close(): Promise<void>;
}

/** `databaseUrl`: on PostgreSQL, else on files that go with the desk. */
export async function openDesk(databaseUrl?: string): Promise<Desk> {
  const dir = await mkdtemp(join(tmpdir(), 'wendy-desk-'));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const store = versioned(await openStore({ dir, databaseUrl, log }), UPGRADES);
  const api = createStaffApi({
    ...{ store, staffList, rules, calendar, policy, newId: randomUUID },
    shelf: { get: async () => undefined },
    takeFiles: async () => ({ files: [], refused: [] }),
    now: () => now,
    wake: () => {},
  });
  return {
    store,
    api,
    put: async (...records) => {
      const writes = records.map((value) => ({
        ...{ key: caseKey(value.id), expectedVersion: 0, value, listing: listingOf(value) },
      }));
      await store.commit({ writes });
    },
    act: async (id, action, key) => {
      const answer = await api
        .act(id, action, { idempotencyKey: key }, { kind: 'service' })
        .catch((error: { status: number }) => ({ status: error.status, body: {} }));
      return answer as { status: number; body: Record<string, unknown> };
    },
    read: async (id) => {
      const stored = await store.get<CaseRecord>(caseKey(id));
      if (!stored) throw new Error(`there is no case ${id}`);
      return stored;
    },
    close: async () => {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
