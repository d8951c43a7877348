/**
 * A second reading of the contract's "Claim and verdict", written from its prose alone: no policy file, none of the
 * product's functions. Spelled out sentence by sentence, so that it can be compared with the contract by eye.
 */
import { DateTime } from 'luxon';

type Any = Record<string, string | number | undefined>;

const TABLE_SORTED = [
  'abnormalStress',
  'appearanceDamage',
  'beyondRepair',
  'hostileEnvironment',
  'lensMountDamage',
  'misuse',
  'modifiedWithoutApproval',
  'purchaseDate',
  'reportedOn',
  'serialLabel',
  'source',
  'suitablyProtected',
  'tampered',
  'unauthorizedRepair',
  'uncontrollableCause',
  'unshieldedLight',
];

const GOOD: Any = {
  source: 'authorized',
  serialLabel: 'intact',
  uncontrollableCause: 'none',
  suitablyProtected: 'yes',
};

export function readByHand(claim: object): Record<string, unknown> {
  const c = claim as Any;
  const list = clausesByHand(c);
  const open = undecidedByHand(c);
  const gaps = list.length ? [] : missingByHand(c);
  const coverage = word(list, open, gaps);

  const best: Any = { ...c };
  for (const name of TABLE_SORTED) {
    if (name.endsWith('Date') || name === 'reportedOn') continue;
    if (isUnknown(c, name)) best[name] = GOOD[name] ?? 'no';
  }
  const bestList = clausesByHand(best);
  const outlook = word(bestList, undecidedByHand(best), bestList.length ? [] : missingByHand(best));

  let labour = 'undetermined';
  let parts = 'undetermined';
  if (coverage === 'excluded') labour = parts = 'chargeable';
  if (coverage === 'covered') {
    labour = 'free';
    parts = 'chargeable'; // "when we must replace spare parts we will charge you cost"
  }
  return {
    coverage,
    outlook,
    clauses: list,
    undecided: open,
    missing: gaps,
    labour,
    parts,
    replacement: c.source !== 'unauthorized',
    freight: { toFactory: 'customer', toCustomer: 'company' },
  };
}

function word(clauses: unknown[], undecided: unknown[], missing: unknown[]): string {
  if (clauses.length) return 'excluded';
  if (undecided.length || missing.length) return 'review';
  return 'covered';
}

function isUnknown(c: Any, name: string): boolean {
  return !Object.hasOwn(c, name) || c[name] === 'unknown';
}

function hasCause(c: Any): boolean {
  return !isUnknown(c, 'uncontrollableCause') && c.uncontrollableCause !== 'none';
}

function clausesByHand(c: Any): string[] {
  const camera = c.productKind !== 'other';
  const late = isLate(c);
  const out: string[] = [];
  if (late) out.push('1');
  let third = c.tampered === 'yes' || c.modifiedWithoutApproval === 'yes';
  if (c.hostileEnvironment === 'yes' && c.suitablyProtected === 'no') third = true;
  if (camera && (c.unshieldedLight === 'yes' || c.lensMountDamage === 'yes')) third = true;
  if (third) out.push('3');
  if (hasCause(c) && c.beyondRepair === 'yes') out.push('4');
  if (c.source === 'unauthorized') out.push('5');
  if (late) out.push('6a');
  if (c.modifiedWithoutApproval === 'yes') out.push('6b');
  if (c.appearanceDamage === 'yes') out.push('6c');
  if (c.abnormalStress === 'yes') out.push('6d');
  if (c.serialLabel === 'removed' || c.serialLabel === 'altered') out.push('6e');
  return out;
}

/** By luxon's calendar, which ends a month that lacks the day on its last one. */
function isLate(c: Any): boolean {
  if (isUnknown(c, 'reportedOn') || isUnknown(c, 'purchaseDate')) return false;
  const from = DateTime.fromISO(String(c.purchaseDate), { zone: 'utc' });
  const lastDay = from.plus({ months: Number(c.warrantyMonths ?? 12) });
  return DateTime.fromISO(String(c.reportedOn), { zone: 'utc' }).toMillis() > lastDay.toMillis();
}

function undecidedByHand(c: Any): string[] {
  const out: string[] = [];
  if (c.misuse === 'yes' || c.unauthorizedRepair === 'yes') out.push('2');
  if (hasCause(c) && isUnknown(c, 'beyondRepair')) out.push('4');
  return out;
}

function missingByHand(c: Any): string[] {
  return TABLE_SORTED.filter((name) => {
    if (!isUnknown(c, name)) return false;
    switch (name) {
      case 'suitablyProtected':
        return c.hostileEnvironment === 'yes';
      case 'hostileEnvironment':
        return c.suitablyProtected !== 'yes';
      case 'beyondRepair':
        return hasCause(c);
      case 'uncontrollableCause':
        return c.beyondRepair !== 'no';
      case 'unshieldedLight':
      case 'lensMountDamage':
        return c.productKind !== 'other';
      default:
        return true;
    }
  });
}
