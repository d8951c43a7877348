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

/** Everything that goes to people, as one message. */
export function summaryMessage(draft: Draft): Message {
  const groups = [...new Set(draft.units.map((unit) => unit.group))];
  const { name, email, phone } = draft.contact;
  return {
    key: 'summary:all',
    values: {
      faults: { key: 'common:lines', values: { lines: listOf(draft) } },
      units: {
        key: 'common:lines',
        values: { lines: groups.map((group) => unitLine(unitsOf(draft, group))) },
      },
      name: name ?? NOTHING,
      email: email ?? NOTHING,
      phone: phone ?? NOTHING,
    },
  };
}
