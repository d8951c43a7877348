import { hash } from 'node:crypto';
import type { KnownCustomer } from '../../dialogs/events.ts';
import type { Store, Write } from '../store/port.ts';
import type { CaseRecord } from './case.ts';
import { findOwner, type Reached } from './customers.ts';

/** Who looked after a customer in their last case, under each way to reach them. */
interface KnownRecord {
  v: 1;
  owner: string;
  case: string;
}

/** A channel's ids are any strings, so the key is their digest. */
const keyOf = (way: string): string => `customer-known/${hash('sha256', way, 'base64url').slice(0, 27)}`;

/** Whom to look up: by the channel's user, and by what they say of how to reach them. */
export interface Sought extends Reached {
  /** As a case has it: channel and user. */
  user?: string;
}

function keysOf({ user, email, phone }: Sought): string[] {
  return [
    ...(user ? [`user:${user}`] : []),
    ...(email ? [`email:${email.toLowerCase()}`] : []),
    ...(phone ? [`phone:${phone}`] : []),
  ].map(keyOf);
}

/** Who looks after a customer: by the customers' list, else by their last case. */
export async function findKnown(
  store: Pick<Store, 'get'>,
  sought: Sought,
): Promise<KnownCustomer | undefined> {
  const listed = await findOwner(store, sought);
  if (listed !== undefined) return { owner: listed, by: 'list' };
  for (const key of keysOf(sought)) {
    const found = await store.get<KnownRecord>(key);
    if (found) return { owner: found.value.owner, by: 'earlier' };
  }
  return undefined;
}

/** Keeps who looks after the customer of a case, for their next one; nothing where that is known so already. */
export async function rememberOwner(
  store: Pick<Store, 'get'>,
  { id, customer, draft: { contact } }: CaseRecord,
  owner: string,
): Promise<Write[]> {
  const keys = keysOf({ user: customer.id, email: contact.email, phone: contact.phone });
  const writes = await Promise.all(
    keys.map(async (key): Promise<Write[]> => {
      const before = await store.get<KnownRecord>(key);
      if (before?.value.owner === owner) return [];
      const value: KnownRecord = { v: 1, owner, case: id };
      return [{ key, expectedVersion: before?.version ?? 0, value }];
    }),
  );
  return writes.flat();
}
