import type { Command } from './context.ts';
import { type Draft, type Unit, unitsOf } from './draft.ts';
import { listOf, unitsName } from './fault-list.ts';
import type { Message } from './message.ts';
import { questionLines } from './question-list.ts';

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

/** The units of the list, those that are asked about together in one line. */
function unitLines(draft: Draft): Message[] {
  const groups = [...new Set(draft.units.map((unit) => unit.group))];
  return groups.map((group) => unitLine(unitsOf(draft, group)));
}

/** The same of units of which anything is known. */
export function knownUnitLines(draft: Draft): Message[] {
  const known = draft.units.filter(
    ({ model, serial, purchaseDate }) => model !== null || serial !== null || purchaseDate !== null,
  );
  return unitLines({ ...draft, units: known });
}

/** Everything that goes to people, for the customer to look over. */
export function tellSummary(draft: Draft): Command {
  const { name, email, phone } = draft.contact;
  const title: Message = { key: 'summary:title' };
  const faults = listOf(draft);
  const units = unitLines(draft);
  const contact: Message = {
    key: 'summary:contact',
    values: { name: name ?? NOTHING, email: email ?? NOTHING, phone: phone ?? NOTHING },
  };
  const asked = questionLines({ draft, submitted: null });
  const lines: Message = { key: 'common:lines', values: { lines: asked } };
  const questions: Message = { key: 'summary:questions', values: { count: asked.length, list: lines } };
  const asks = asked.length > 0;
  const message: Message = {
    key: asks ? 'summary:all_and_questions' : 'summary:all',
    values: {
      title,
      faults: { key: 'common:lines', values: { lines: faults } },
      units: { key: 'common:lines', values: { lines: units } },
      contact,
      ...(asks && { questions }),
    },
  };
  return {
    do: 'say',
    message,
    apart: true,
    meaning: { kind: 'summary', title, faults, units, contact, ...(asks && { questions }) },
  };
}
