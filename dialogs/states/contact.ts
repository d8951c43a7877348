import type { Change, Context } from '../context.ts';
import { say } from '../context.ts';
import { ask } from '../say.ts';
import type { Place } from '../wendy.setup.ts';

type Field = 'name' | 'email' | 'phone';

/** Sets a contact field; a value that replaces another is thanked for elsewhere. */
export function setContact(context: Context, field: Field, value: string): Context {
  const contact = { ...context.draft.contact, [field]: value };
  return {
    ...context,
    draft: { ...context.draft, contact },
    skipped: context.skipped.filter((one) => one !== field),
  };
}

/** Of mail and phone one is enough: the second may be skipped, or the first if the second is given. */
function skipContact(context: Context, field: Field): Change {
  const { contact } = context.draft;
  const other = field === 'email' ? contact.phone : contact.email;
  if (field === 'name' || (field === 'phone' && other === null)) {
    return { context: { ...context, redo: context.at }, commands: [say(`contact:${field}.needed`)] };
  }
  return { context: { ...context, skipped: [...context.skipped, field] } };
}

function contactPlace(field: Field): Place {
  return {
    answer: (context, { value }) => ({ context: setContact(context, field, value) }),
    skip: (context) => skipContact(context, field),
    question: ({ draft, submitted }) =>
      ask({
        prompt: `contact.${field}`,
        say: field === 'name' && submitted ? 'contact:name.ask_meanwhile' : `contact:${field}.ask`,
        values: { name: draft.contact.name ?? '' },
        free: field,
        skippable: field === 'email' || (field === 'phone' && draft.contact.email !== null),
        why: `contact:${field}.why`,
      }),
  };
}

export const contactName = contactPlace('name');
export const contactEmail = contactPlace('email');
export const contactPhone = contactPlace('phone');
