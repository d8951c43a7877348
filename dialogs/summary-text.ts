import type { Command } from './context.ts';
import { type Draft, type Unit, unitsOf } from './draft.ts';
import { listOf, unitsName } from './fault-list.ts';
import type { Message } from './message.ts';

const NOTHING: Message = { key: 'summary:nothing' };

function unitLine(units: readonly Unit[]): Message {
  const first = units[0] as Unit;
  const serials = units.map((unit) => unit.serial).filter((serial) => serial !== null);
  return {
    key: 'summary:unit',
    values: {
      units: unitsName(units),
      model: first.model ?? NOTHING,
      serial: serials.length > 0 ? serials.join(', ') : NOTHING,
      date: first.purchaseDate ? { date: first.purchaseDate } : NOTHING,
    },
  };
}

/** Everything that goes to people, for the customer to look over. */
export function tellSummary(draft: Draft): Command {
  const groups = [...new Set(draft.units.map((unit) => unit.group))];
  const { name, email, phone } = draft.contact;
  const title: Message = { key: 'summary:title' };
  const faults = listOf(draft);
  const units = groups.map((group) => unitLine(unitsOf(draft, group)));
  const contact: Message = {
    key: 'summary:contact',
    values: { name: name ?? NOTHING, email: email ?? NOTHING, phone: phone ?? NOTHING },
  };
  const message: Message = {
    key: 'summary:all',
    values: {
      title,
      faults: { key: 'common:lines', values: { lines: faults } },
      units: { key: 'common:lines', values: { lines: units } },
      contact,
    },
  };
  return { do: 'say', message, apart: true, meaning: { kind: 'summary', title, faults, units, contact } };
}
