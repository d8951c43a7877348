import { type Draft, nextId } from '../../dialogs/draft.ts';
import { type CaseRecord, type CaseStatus, conversationsOf, type Priority } from './case.ts';

const PRIORITIES: readonly Priority[] = ['normal', 'high', 'urgent'];

/**
 * Whether two cases are of one customer: the channel vouches that the same person wrote, or both gave the same mail
 * address or phone number.
 */
export function isSameCustomer(a: CaseRecord, b: CaseRecord): boolean {
  if (a.customer.id === b.customer.id) return true;
  const [one, other] = [a.draft.contact, b.draft.contact];
  const sameMail = one.email !== null && one.email.toLowerCase() === other.email?.toLowerCase();
  return sameMail || (one.phone !== null && one.phone === other.phone);
}

/** A case with all of its duplicate in it. Who has it stays; what the duplicate's customer waits for it now owes. Pure. */
export function joined(duplicate: CaseRecord, into: CaseRecord): CaseRecord {
  const owed = ['with_sales', 'queued', 'claimed'].includes(duplicate.status);
  const status: CaseStatus = owed && into.status === 'waiting_customer' ? 'claimed' : into.status;
  const promise = status === 'waiting_customer' ? null : sooner(duplicate.promise, into.promise);
  const own = new Set(conversationsOf(into));
  const also = [...(into.also ?? []), ...conversationsOf(duplicate).filter((id) => !own.has(id))];
  const files = [...(into.files ?? []), ...(duplicate.files ?? [])];
  const consults = duplicate.consults.map((one, nth) => ({
    ...one,
    id: `K${into.consults.length + nth + 1}`,
  }));
  return {
    ...into,
    status,
    promise,
    priority: PRIORITIES[Math.max(rank(into), rank(duplicate))] ?? into.priority,
    owner: into.owner ?? duplicate.owner,
    draft: joinedDraft(duplicate.draft, into.draft),
    notes: [...into.notes, ...duplicate.notes].sort((a, b) => a.at.localeCompare(b.at)),
    observers: [...new Set([...into.observers, ...duplicate.observers])],
    consults: [...into.consults, ...consults],
    ...(also.length > 0 && { also }),
    ...(files.length > 0 && { files }),
  };
}

const rank = ({ priority }: CaseRecord): number => PRIORITIES.indexOf(priority);

function sooner(a: CaseRecord['promise'], b: CaseRecord['promise']): CaseRecord['promise'] {
  if (!a || !b) return a ?? b;
  return Date.parse(a.dueAt) < Date.parse(b.dueAt) ? a : b;
}

/** What a customer told in both, under ids that do not clash; what stands in the second goes before. */
function joinedDraft(from: Draft, into: Draft): Draft {
  const units = renumbered('U', from.units, into.units);
  const faults = renumbered('F', from.faults, into.faults);
  const questions = renumbered('Q', from.questions, into.questions);
  const groups = renumbered(
    'G',
    [...new Set(from.units.map(({ group }) => group))].map((id) => ({ id })),
    into.units.map(({ group }) => ({ id: group })),
  );
  const attachments = [
    ...(into.attachments ?? []),
    ...(from.attachments ?? []).map((file) => ({
      ...file,
      fault: file.fault && faults(file.fault),
      group: file.group && groups(file.group),
    })),
  ];
  return {
    contact: {
      name: into.contact.name ?? from.contact.name,
      email: into.contact.email ?? from.contact.email,
      phone: into.contact.phone ?? from.contact.phone,
    },
    units: [
      ...into.units,
      ...from.units.map((unit) => ({ ...unit, id: units(unit.id), group: groups(unit.group) })),
    ],
    faults: [
      ...into.faults,
      ...from.faults.map((fault) => ({
        ...fault,
        id: faults(fault.id),
        unitIds: fault.unitIds.map(units),
      })),
    ],
    questions: [...into.questions, ...from.questions.map((one) => ({ ...one, id: questions(one.id) }))],
    owner: into.owner ?? from.owner,
    ...(attachments.length > 0 && { attachments }),
  };
}

/** The new id of each, after the highest that is there. */
function renumbered(
  prefix: string,
  from: readonly { id: string }[],
  there: readonly { id: string }[],
): (id: string) => string {
  const ids = there.map(({ id }) => id);
  const names = new Map<string, string>();
  for (const { id } of from) {
    const next = nextId(prefix, ids);
    names.set(id, next);
    ids.push(next);
  }
  return (id) => names.get(id) ?? id;
}
