import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { Store, Write } from '../store/port.ts';
import { isMailProvider } from './mail-providers.ts';
import { readTable } from './read-csv.ts';

/** Who looks after a customer, by how the customer is reached. */
export interface Customer {
  name: string;
  email: string | null;
  domain: string | null;
  /** E.164. */
  phone: string | null;
  owner: string;
}

/** An entry of the customers' list as it is stored, under each of a row's address, domain and number. */
interface CustomerRecord {
  v: 1;
  name: string;
  owner: string;
}

const COLUMNS = ['name', 'email', 'domain', 'phone', 'owner'] as const;

const shape = z.strictObject({
  name: z.string().min(1, 'is empty'),
  email: z.union([z.literal(''), z.email('takes a mail address')]),
  domain: z
    .string()
    .toLowerCase()
    .transform((domain) => domain.replace(/^@/, ''))
    .refine((domain) => domain === '' || isDomain(domain), 'takes a domain such as example.com'),
  phone: z.string(),
  owner: z.string(),
});

function isDomain(text: string): boolean {
  return /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]*[\p{L}\p{N}]$/u.test(
    text,
  );
}

/** What a row is held against. */
export interface CustomerCheck {
  isSales(id: string): boolean;
  /** ISO 3166, two letters: where a number without a country code is. */
  country: string;
}

/**
 * Reads a CSV of customers (header `name,email,domain,phone,owner`). A row needs one of address, domain and number. A
 * mail provider's domain is refused: whoever has an address there is nobody's customer by it. Either all rows, or what
 * is wrong, each with its line.
 */
export function readCustomers(
  csv: string,
  check: CustomerCheck,
): { customers: Customer[] } | { problems: string[] } {
  const read = readTable(csv, {
    columns: COLUMNS,
    shape,
    row: (fields) => customerIn(fields, check),
    keys: (customer) => keysOf(customer).map(({ column, value }) => ({ column, key: value })),
  });
  return 'rows' in read ? { customers: read.rows } : read;
}

function customerIn(fields: z.output<typeof shape>, { isSales, country }: CustomerCheck): Customer | string {
  const { name, email, domain, phone, owner } = fields;
  if (!isSales(owner))
    return `owner: ${owner === '' ? 'is empty' : `${owner} is no sales id of the staff list`}`;
  if (email === '' && domain === '' && phone === '') return 'takes at least one of email, domain and phone';
  if (isMailProvider(domain)) return `domain: ${domain} is a mail provider's; name the addresses instead`;
  const number = phone === '' ? null : readNumber(phone, country);
  if (number === undefined)
    return `phone: ${phone} is no phone number; it takes one such as +44 20 7946 0000`;
  return { name, owner, phone: number, email: email === '' ? null : mailKey(email), domain: domain || null };
}

function readNumber(text: string, country: string): string | undefined {
  const region = isSupportedCountry(country) ? (country satisfies CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'), region);
  return number?.isPossible() ? number.number : undefined;
}

const mailKey = (address: string): string => address.trim().toLowerCase();

type Column = 'email' | 'domain' | 'phone';
const keyOf = (column: Column, value: string): string => `customer-${column}/${value}`;

function keysOf(customer: Pick<Customer, Column>): { column: Column; value: string }[] {
  return (['email', 'phone', 'domain'] as const).flatMap((column) => {
    const value = customer[column];
    return value === null ? [] : [{ column, value }];
  });
}

/** Writes the rows, each in place of what the list had for its address, domain or number; all of them or none. */
export async function importCustomers(store: Store, customers: readonly Customer[]): Promise<void> {
  const writes = await Promise.all(
    customers.flatMap((customer) =>
      keysOf(customer).map(async ({ column, value }): Promise<Write> => {
        const key = keyOf(column, value);
        const before = await store.get<CustomerRecord>(key);
        const record: CustomerRecord = { v: 1, name: customer.name, owner: customer.owner };
        return { key, expectedVersion: before?.version ?? 0, value: record };
      }),
    ),
  );
  const { ok } = await store.commit({ writes });
  if (!ok) throw new Error('the list changed while it was being imported; try again');
}

/** How a customer can be reached, as far as it is known. */
export interface Reached {
  email?: string | null;
  phone?: string | null;
}

/**
 * Who looks after whoever is reached there, by the customers' list: their own address, then their number, then their
 * company's domain, the longest part of it that the list has.
 */
export async function findOwner(
  store: Pick<Store, 'get'>,
  { email, phone }: Reached,
): Promise<string | undefined> {
  const address = email ? mailKey(email) : undefined;
  const keys = [
    ...(address ? [keyOf('email', address)] : []),
    ...(phone ? [keyOf('phone', phone)] : []),
    ...domainsOf(address).map((domain) => keyOf('domain', domain)),
  ];
  for (const key of keys) {
    const found = await store.get<CustomerRecord>(key);
    if (found) return found.value.owner;
  }
  return undefined;
}

/** `mail.example.com`, `example.com`; none of a mail provider. */
function domainsOf(address: string | undefined): string[] {
  const labels = address?.slice(address.lastIndexOf('@') + 1).split('.') ?? [];
  const domains = labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'));
  return domains.some(isMailProvider) ? [] : domains;
}
