import type { FaultFacts } from './events.ts';
import type { Attachment } from './files.ts';
import type { Label } from './labels.ts';
import type { OwnerSource } from './owner.ts';
import type { Claim, ClauseId, FactName, Verdict } from './warranty/claim.ts';

/** A fact with who said it and when; what was said before stays on record. */
export interface FactRecord {
  value: string | number;
  by: string;
  at: string;
  was: { value: string | number; by: string; at: string }[];
}

export type Facts = Partial<Record<FactName, FactRecord>>;

export interface Unit {
  id: string;
  /** Units that the customer named together ("2 domes"); asked about together. */
  group: string;
  device: NonNullable<FaultFacts['device']>;
  model: string | null;
  kind: 'camera' | 'other';
  serial: string | null;
  purchaseDate: string | null;
  firmware: string | null;
  warranty: {
    facts: Facts;
    proposed: Verdict | null;
    /** What the customer was told before the proposed verdict. */
    earlier: { verdict: Verdict; at: string }[];
    /** A technician's word on a clause, one a clause. */
    decisions: Decided[];
    final: Verdict | null;
    /** Every verdict that a technician made final, with all that it was reckoned by; the one that counts is the last. */
    confirmed?: Confirmation[];
  };
}

/** A technician's word on a clause; `was`: what was decided before, oldest first. */
export interface Decided {
  clause: ClauseId;
  excluded: boolean;
  reason: string;
  by: string;
  at: string;
  was?: Omit<Decided, 'was'>[];
}

/** A final verdict, so that it can be reckoned again at any later time. */
export interface Confirmation {
  verdict: Verdict;
  claim: Claim;
  decisions: Decided[];
  qualityFault: 'yes' | 'no' | 'unknown';
  /** The version of the warranty policy. */
  policy: number;
  by: string;
  at: string;
}

export interface FaultStep {
  id: string;
  result: string;
  at: string;
}

/** `new`: not looked into; `listed`: no triage for it, or triage is over; the rest says how triage ended. */
export type FaultState = 'new' | 'triage' | 'solved' | 'bench' | 'elsewhere' | 'stopped' | 'listed';

export interface Fault {
  id: string;
  unitIds: string[];
  label: Label;
  description: string;
  steps: FaultStep[];
  state: FaultState;
  /** Guesses from the customer's words. */
  facts: FaultFacts;
  /** Since when, as the customer says; null where they do not know. Undefined while not asked. */
  since?: string | null;
  /** What a technician will want to see. */
  evidence: string[];
}

/** What the customer has told: the part of a case that the conversation writes. */
export interface Draft {
  contact: { name: string | null; email: string | null; phone: string | null };
  units: Unit[];
  faults: Fault[];
  questions: { id: string; text: string; answer: string | null }[];
  /** The salesperson who looks after the customer. */
  owner: string | null;
  /** Who says so; left out, the list of sold units. */
  ownerBy?: OwnerSource;
  /** Photos and files, in the order in which they came. */
  attachments?: Attachment[];
}

export const emptyDraft: Draft = {
  contact: { name: null, email: null, phone: null },
  units: [],
  faults: [],
  questions: [],
  owner: null,
};

/** The most units that one mention makes; more are counted in the description alone. */
export const MOST_UNITS = 20;

/** An id that no other of its kind has: the highest number and one. */
export function nextId(prefix: string, ids: readonly string[]): string {
  const highest = Math.max(0, ...ids.map((id) => Number(id.slice(prefix.length))));
  return `${prefix}${highest + 1}`;
}

export function kindOf(device: Unit['device']): Unit['kind'] {
  return ['camera', 'dome', 'bullet', 'ptz'].includes(device) ? 'camera' : 'other';
}

function newUnit(draft: Draft, group: string, device: Unit['device'], facts: FaultFacts): Unit {
  return {
    id: nextId(
      'U',
      draft.units.map((unit) => unit.id),
    ),
    group,
    device,
    model: facts.model ?? null,
    kind: kindOf(device),
    serial: facts.serial ?? null,
    purchaseDate: null,
    firmware: null,
    warranty: { facts: {}, proposed: null, earlier: [], decisions: [], final: null },
  };
}

/** Whether the list of sold units told of it what it knows of its serial number. */
export function isSold({ warranty }: Unit): boolean {
  const months = warranty.facts.warrantyMonths;
  return [months, ...(months?.was ?? [])].some((fact) => fact?.by === 'system');
}

/** What the list of sold units said of one serial number says nothing of another. */
export function withoutSold(unit: Unit): Unit {
  if (!isSold(unit)) return unit;
  const known = Object.entries(unit.warranty.facts);
  const facts = Object.fromEntries(
    known.filter(([name, { by }]) => name === 'reportedOn' || by !== 'system'),
  );
  const purchaseDate = facts.purchaseDate ? unit.purchaseDate : null;
  return { ...unit, model: null, purchaseDate, warranty: { ...unit.warranty, facts } };
}

/** Units of the same device that were named before, for a fault that gives no reason to think of others. */
function sameUnits(draft: Draft, facts: FaultFacts): Unit[] | undefined {
  const last = draft.units.at(-1);
  if (!last) return undefined;
  const device = facts.device ?? last.device;
  const units = draft.units.filter((unit) => unit.device === device);
  if (units.length === 0 || (facts.quantity !== undefined && facts.quantity !== units.length))
    return undefined;
  const group = units.at(-1)?.group;
  return draft.units.filter((unit) => unit.group === group);
}

/** Puts a fault on the list, on the units that it names or on new ones. */
export function addFault(
  draft: Draft,
  fault: { label: Label; description: string; facts: FaultFacts },
): Draft {
  const { facts } = fault;
  let units = sameUnits(draft, facts);
  let all = draft.units;
  if (!units) {
    const group = nextId(
      'G',
      all.map((unit) => unit.group),
    );
    const count = Math.min(Math.max(facts.quantity ?? 1, 1), MOST_UNITS);
    for (let i = 0; i < count; i++) {
      all = [...all, newUnit({ ...draft, units: all }, group, facts.device ?? 'camera', facts)];
    }
    units = all.slice(draft.units.length);
  }
  const entry: Fault = {
    id: nextId(
      'F',
      draft.faults.map(({ id }) => id),
    ),
    unitIds: units.map((unit) => unit.id),
    label: fault.label,
    description: fault.description,
    steps: [],
    state: 'new',
    facts,
    evidence: [],
    ...(facts.since === undefined ? {} : { since: facts.since }),
  };
  const next = { ...draft, units: all, faults: [...draft.faults, entry] };
  return tellUnits(draft.faults.length === 0 ? withLoose(next, entry.id) : next, entry);
}

/** What a fault's words say of its units fills in what was not known of them; a serial number only where it is one unit. */
export function tellUnits(draft: Draft, { facts, unitIds }: Fault): Draft {
  const { model = null } = facts;
  const serial = unitIds.length === 1 ? (facts.serial ?? null) : null;
  if (model === null && serial === null) return draft;
  const units = draft.units.map((unit) =>
    unitIds.includes(unit.id) ? { ...unit, model: unit.model ?? model, serial: unit.serial ?? serial } : unit,
  );
  return { ...draft, units };
}

/** What was sent before any fault was told is of the first that is. */
function withLoose(draft: Draft, fault: string): Draft {
  if (!draft.attachments) return draft;
  const attachments = draft.attachments.map((file) =>
    file.fault === null && file.group === null ? { ...file, fault } : file,
  );
  return { ...draft, attachments };
}

/** Takes a fault off the list, and the units that no other fault names; its photos stay with the rest. */
export function removeFault(draft: Draft, faultId: string): Draft {
  const faults = draft.faults.filter((fault) => fault.id !== faultId);
  const attachments = draft.attachments?.map((file) =>
    file.fault === faultId ? { ...file, fault: null } : file,
  );
  return withNamedUnits({ ...draft, faults, ...(attachments && { attachments }) });
}

/** Without the units that no fault names; what was sent of them is of the case as a whole. */
export function withNamedUnits(draft: Draft): Draft {
  const named = new Set(draft.faults.flatMap((fault) => fault.unitIds));
  const units = draft.units.filter((unit) => named.has(unit.id));
  const groups = new Set(units.map((unit) => unit.group));
  const attachments = draft.attachments?.map((file) =>
    file.group === null || groups.has(file.group) ? file : { ...file, group: null },
  );
  return { ...draft, units, ...(attachments && { attachments }) };
}

export function changeFault(draft: Draft, faultId: string, change: Partial<Fault>): Draft {
  return {
    ...draft,
    faults: draft.faults.map((fault) => (fault.id === faultId ? { ...fault, ...change } : fault)),
  };
}

export function changeUnits(draft: Draft, group: string, change: (unit: Unit, nth: number) => Unit): Draft {
  let nth = 0;
  return {
    ...draft,
    units: draft.units.map((unit) => (unit.group === group ? change(unit, nth++) : unit)),
  };
}

/**
 * Changes those units of a group of which something is not known yet; all of them, where it is known of all and said
 * anew.
 */
export function fillUnits(
  draft: Draft,
  group: string,
  isOpen: (unit: Unit) => boolean,
  change: (unit: Unit) => Unit,
): Draft {
  const some = unitsOf(draft, group).some(isOpen);
  return changeUnits(draft, group, (unit) => (some && !isOpen(unit) ? unit : change(unit)));
}

/** Sets facts of a unit; a value that changes keeps the one before it on record. */
export function setFacts(unit: Unit, values: Claim, by: string, at: string): Unit {
  const facts: Facts = { ...unit.warranty.facts };
  for (const [name, value] of Object.entries(values) as [FactName, string | number][]) {
    const before = facts[name];
    if (before?.value === value) continue;
    const was = before ? [...before.was, { value: before.value, by: before.by, at: before.at }] : [];
    facts[name] = { value, by, at, was };
  }
  return { ...unit, warranty: { ...unit.warranty, facts } };
}

/** The claims of units that were asked for before: a unit never changes, what changes is another one. */
const claims = new WeakMap<Unit, Claim>();

/** The facts of a unit as a claim. */
export function claimOf(unit: Unit): Claim {
  const known = claims.get(unit);
  if (known) return known;
  const facts = Object.entries(unit.warranty.facts).map(([name, fact]) => [name, fact?.value]);
  const claim: Claim = { ...Object.fromEntries(facts), productKind: unit.kind };
  claims.set(unit, claim);
  return claim;
}

/** The unit groups that have a fault which is not solved, in the order of the list. */
export function openGroups(draft: Draft): string[] {
  const groups: string[] = [];
  for (const fault of draft.faults) {
    if (fault.state === 'solved' || fault.state === 'elsewhere') continue;
    for (const unit of draft.units) {
      if (fault.unitIds.includes(unit.id) && !groups.includes(unit.group)) groups.push(unit.group);
    }
  }
  return groups;
}

export function unitsOfFault(draft: Draft, { unitIds }: Fault): Unit[] {
  return draft.units.filter((unit) => unitIds.includes(unit.id));
}

export function unitsOf(draft: Draft, group: string): Unit[] {
  return draft.units.filter((unit) => unit.group === group);
}
