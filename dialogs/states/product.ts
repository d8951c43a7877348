import { type Change, type Command, type Context, say } from '../context.ts';
import {
  changeFault,
  changeUnits,
  type Draft,
  fillUnits,
  isSold,
  setFacts,
  type Unit,
  unitsOf,
  withoutSold,
} from '../draft.ts';
import type { SoldUnit, WendyEvent } from '../events.ts';
import { unitsName } from '../fault-list.ts';
import type { FreeText } from '../message.ts';
import { withOwner } from '../owner.ts';
import { ask, inTurn } from '../say.ts';
import type { EventOf, Place } from '../wendy.setup.ts';

type Field = 'model' | 'serial' | 'purchaseDate' | 'firmware';

/** The question has been put for this group: a skip is an answer. */
export function markAsked(context: Context, prompt: string): Context {
  const group = context.at.group ?? '';
  const asked = context.asked[group] ?? [];
  return {
    ...context,
    asked: { ...context.asked, [group]: [...asked.filter((one) => one !== prompt), prompt] },
  };
}

/** What the list of sold units knows beats what is asked: the unit's model, date, source and kind. */
function withSold(unit: Unit, sold: readonly SoldUnit[], at: string): Unit {
  const found = sold.find((entry) => entry.serial === unit.serial);
  if (!found) return unit;
  const facts = {
    purchaseDate: found.soldOn,
    warrantyMonths: found.warrantyMonths,
    source: found.source,
  };
  return {
    ...setFacts({ ...unit, kind: found.kind }, facts, 'system', at),
    model: found.model,
    purchaseDate: found.soldOn,
  };
}

/** Serial numbers in the order given: the first for the first unit, and so on. */
export function setSerials(
  context: Context,
  group: string,
  serials: readonly string[],
  event: { at: string; sold?: readonly SoldUnit[] },
): Context {
  const draft = changeUnits(context.draft, group, (unit, nth) => {
    const serial = serials[nth];
    if (!serial) return unit;
    const same = serial === unit.serial ? unit : withoutSold(unit);
    return withSold({ ...same, serial }, event.sold ?? [], event.at);
  });
  const next = { ...context, draft: ownedBySale(draft, event.sold ?? []) };
  const known = new Set(unitsOf(context.draft, group).flatMap(({ id, model }) => (model ? [id] : [])));
  const lost = unitsOf(draft, group).some((unit) => unit.model === null && known.has(unit.id));
  return lost ? unasked(next, group, 'product.model') : next;
}

/** Serial numbers that were named with a fault, looked up like those that are asked for. */
export function stampSold(context: Context, event: WendyEvent): Context {
  const sold = event.type === 'FAULTS' ? (event.sold ?? []) : [];
  if (sold.length === 0) return context;
  const units = context.draft.units.map((unit) => (isSold(unit) ? unit : withSold(unit, sold, event.at)));
  return { ...context, draft: ownedBySale({ ...context.draft, units }, sold) };
}

function ownedBySale(draft: Draft, sold: readonly SoldUnit[]): Draft {
  const owner = sold.find((unit) => unit.owner)?.owner;
  return owner ? withOwner(draft, owner, 'list') : draft;
}

function unasked(context: Context, group: string, prompt: string): Context {
  const asked = context.asked[group]?.filter((one) => one !== prompt);
  return asked ? { ...context, asked: { ...context.asked, [group]: asked } } : context;
}

/** The day from which the warranty runs, as the customer says. */
export function setPurchaseDate(context: Context, group: string, date: string, at: string): Context {
  const isOpen = (unit: Unit): boolean => unit.purchaseDate === null;
  const draft = fillUnits(context.draft, group, isOpen, (unit) => ({
    ...setFacts(unit, { purchaseDate: date }, 'customer', at),
    purchaseDate: date,
  }));
  return { ...context, draft };
}

/** Nothing is bought after it was reported as broken (the contract: such a claim is invalid). */
export function isAfterReport({ draft }: Context, group: string, date: string, today: string): boolean {
  const reports = unitsOf(draft, group).map((unit) => String(unit.warranty.facts.reportedOn?.value ?? today));
  return reports.some((report) => date > report);
}

function setField(context: Context, field: 'model' | 'firmware', value: string): Context {
  const isOpen = (unit: Unit): boolean => unit[field] === null;
  const group = context.at.group ?? '';
  return {
    ...context,
    draft: fillUnits(context.draft, group, isOpen, (unit) => ({ ...unit, [field]: value })),
  };
}

function splitSerials(value: string): string[] {
  return value
    .split(',')
    .map((serial) => serial.trim())
    .filter((serial) => serial !== '');
}

function take(field: Field, context: Context, event: EventOf<'ANSWERED'>): Change {
  const group = context.at.group ?? '';
  const next = markAsked(context, `product.${field}`);
  if (field === 'serial') {
    const given = splitSerials(event.value);
    const count = unitsOf(context.draft, group).length;
    const short = given.length < count ? [say('product:serial.some', { given: given.length, count })] : [];
    return { context: setSerials(next, group, given, event), commands: short };
  }
  if (field !== 'purchaseDate') return { context: setField(next, field, event.value) };
  if (isAfterReport(context, group, event.value, event.on)) {
    return { context: { ...context, redo: context.at }, commands: [say('common:misread.future_date')] };
  }
  return { context: setPurchaseDate(next, group, event.value, event.at) };
}

function productPlace(field: Field, free: FreeText, skippable: boolean): Place {
  return {
    answer: (context, event) => take(field, context, event),
    ...(skippable ? { skip: (context) => ({ context: markAsked(context, `product.${field}`) }) } : {}),
    question: ({ draft, at }) => {
      const units = unitsOf(draft, at.group ?? '');
      return ask({
        prompt: `product.${field}`,
        say: `product:${field}.ask`,
        values: { units: unitsName(units), count: Math.max(units.length, 1) },
        free,
        skippable,
        why: `product:${field}.why`,
      });
    },
  };
}

/** The model is needed, but nobody climbs for it: help in steps, and who still doesn't know leaves it to a technician. */
export const productModel: Place = {
  ...productPlace('model', 'model', false),
  answer: (context, event) => (event.value === 'unknown' ? noModel(context) : take('model', context, event)),
  skip: keepAsking,
};

const MODEL_HELP = ['where', 'looks', 'unknown', 'person'] as const;

/** Each time in other words, from where it may be read to whom to leave it to. */
export function helpWithModel({ misses }: Context): Command {
  return say(`product:model.help.${inTurn(MODEL_HELP, misses)}`);
}

function keepAsking(context: Context): Change {
  const next = { ...context, misses: context.misses + 1, redo: context.at };
  return { context: next, commands: [helpWithModel(context)] };
}

function noModel(context: Context): Change {
  if (context.misses === 0) return keepAsking(context);
  return { context: markAsked(context, 'product.model'), commands: [say('product:model.unknown')] };
}
export const productSerial = productPlace('serial', 'serial', true);
export const productPurchaseDate = productPlace('purchaseDate', 'date', true);
export const productFirmware = productPlace('firmware', 'firmware', true);

/** Since when a fault is there; for the technician, in the customer's words. */
export const productSince: Place = {
  answer: (context, { value }) => setSince(context, value),
  skip: (context) => setSince(context, null),
  question: ({ draft, at }) =>
    ask({
      prompt: 'product.since',
      say: 'product:since.ask',
      values: { fault: draft.faults.find((fault) => fault.id === at.fault)?.description ?? '' },
      free: 'when',
      why: 'product:since.why',
    }),
};

function setSince(context: Context, since: string | null): Change {
  return { context: { ...context, draft: changeFault(context.draft, context.at.fault ?? '', { since }) } };
}
