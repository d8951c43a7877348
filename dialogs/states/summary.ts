import type { StopName } from '../context.ts';
import { type Change, type Context, say } from '../context.ts';
import { type Draft, openGroups, unitsOf } from '../draft.ts';
import { unitsName } from '../fault-list.ts';
import type { Choice, Message } from '../message.ts';
import { ask } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

const PRODUCT_FIELDS = ['model', 'serial', 'purchaseDate'] as const;
const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;
type EditField = 'faults' | (typeof PRODUCT_FIELDS)[number] | (typeof CONTACT_FIELDS)[number];

/** Everything once more before it goes to people. */
export const summaryConfirm: Place = {
  answer: (context, { value }) => (value === 'edit' ? edit(context) : send(context)),
  skip: (context) => send(context),
  question: () =>
    ask({
      prompt: 'summary.confirm',
      say: 'summary:confirm.ask',
      choices: (['send', 'edit'] as const).map((value) => ({
        value,
        title: { key: `summary:confirm.choices.${value}` },
      })),
      why: 'summary:confirm.why',
    }),
};

function edit(context: Context): Change {
  return { context: { ...context, redo: { stop: 'summary.edit' } } };
}

function send(context: Context): Change {
  return {
    context: { ...context, submitted: { reason: 'customer' } },
    commands: [
      { do: 'submit', queue: 'technicians', priority: 'normal', reason: 'customer' },
      say('case:queued', undefined, true),
    ],
  };
}

/** What to change: the list, something of a product, or the contact. */
export const summaryEdit: Place = {
  answer: (context, { value }) => {
    if (value === 'faults') return { context: { ...context, listed: false, redo: { stop: 'fault.more' } } };
    const [field = '', group] = value.split(':');
    const stop = (CONTACT_FIELDS as readonly string[]).includes(field)
      ? `contact.${field}`
      : `product.${field}`;
    return { context: { ...context, redo: { stop: stop as StopName, ...(group ? { group } : {}) } } };
  },
  skip: (context) => ({ context }),
  question: (context) =>
    ask({
      prompt: 'summary.edit',
      say: 'summary:edit.ask',
      choices: editable(context),
      why: 'summary:confirm.why',
    }),
};

function editable({ draft }: Context): Choice[] {
  const groups = openGroups(draft);
  const title = (value: EditField): Choice => ({ value, title: { key: `summary:edit.choices.${value}` } });
  const products = groups.flatMap((group) =>
    PRODUCT_FIELDS.map((field): Choice => {
      const value = `${field}:${group}`;
      if (groups.length === 1) return { ...title(field), value };
      return { value, title: titleOf(draft, group, field) };
    }),
  );
  return [title('faults'), ...products, ...CONTACT_FIELDS.map(title)];
}

/** A group's field: by its units, and where others are called the same, by its entry on the list too. */
function titleOf(draft: Draft, group: string, field: (typeof PRODUCT_FIELDS)[number]): Message {
  const units = unitsOf(draft, group);
  const values = { field: { key: `summary:edit.choices.${field}` as const }, units: unitsName(units) };
  const namesakes = openGroups(draft).filter((one) => {
    const others = unitsOf(draft, one);
    return others.length === units.length && others[0]?.device === units[0]?.device;
  });
  if (namesakes.length === 1) return { key: 'summary:edit.of_units', values };
  const ids = units.map((unit) => unit.id);
  const number = draft.faults.findIndex(({ unitIds }) => unitIds.some((id) => ids.includes(id))) + 1;
  return { key: 'summary:edit.of_entry', values: { ...values, number } };
}
