import type { Change, Context } from '../context.ts';
import { say } from '../context.ts';
import type { MessageKey } from '../message.ts';
import { ask, inTurn } from '../say.ts';
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

const NEEDED = ['first', 'why', 'any'] as const;

/** Of mail and phone one is enough: the second may be skipped, or the first if the second is given. */
function skipContact(context: Context, field: Field): Change {
  const { contact } = context.draft;
  const other = field === 'email' ? contact.phone : contact.email;
  if (field === 'name' || (field === 'phone' && other === null)) {
    const needed = say(`contact:${field}.needed.${inTurn(NEEDED, context.misses)}`);
    return { context: { ...context, misses: context.misses + 1, redo: context.at }, commands: [needed] };
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
        say: wordsOf(field, draft.contact.email === null, submitted !== null),
        values: { name: draft.contact.name ?? '' },
        free: field,
        skippable: field === 'email' || (field === 'phone' && draft.contact.email !== null),
        why: `contact:${field}.why`,
      }),
  };
}

/** Where no mail address was given the phone number is what is left: no "skip" is offered. */
function wordsOf(field: Field, mailless: boolean, submitted: boolean): MessageKey {
  if (field === 'name' && submitted) return 'contact:name.ask_meanwhile';
  if (field === 'phone' && mailless) return 'contact:phone.ask_instead';
  return `contact:${field}.ask`;
}

export const contactName = contactPlace('name');
export const contactEmail = contactPlace('email');
export const contactPhone = contactPlace('phone');
