import { z } from 'zod';

/**
 * What Adaptive Cards 1.5 says of the elements that are used here, strictly: any other element, property or value is
 * refused. Made after the published schema, which no package ships.
 */

const spacing = z.enum(['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding']);
/** The schema takes its words with a capital letter too. */
const word = <T extends z.ZodType>(of: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.slice(0, 1).toLowerCase() + value.slice(1) : value),
    of,
  );

const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  weight: word(z.enum(['default', 'lighter', 'bolder'])).optional(),
  size: word(z.enum(['default', 'small', 'medium', 'large', 'extraLarge'])).optional(),
  color: word(z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'])).optional(),
  isSubtle: z.boolean().optional(),
});

const block = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(run).min(1),
  spacing: word(spacing).optional(),
});

const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Action.Submit'), title: z.string(), data: z.looseObject({}) }),
  z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }),
]);

const id = z.string().regex(/^[a-z][\w-]*$/);
const label = z.string();

const textInput = z.strictObject({
  type: z.literal('Input.Text'),
  ...{ id, label },
  isMultiline: z.boolean().optional(),
  maxLength: z.number().positive().optional(),
  value: z.string().optional(),
});

const choiceInput = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  ...{ id, label },
  style: z.literal('compact').optional(),
  choices: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
  value: z.string().optional(),
});

/** Teams shows at most six buttons in a row. */
const actions = z.strictObject({ type: z.literal('ActionSet'), actions: z.array(action).min(1).max(6) });

export const card = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json').optional(),
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  body: z.array(z.discriminatedUnion('type', [block, actions, textInput, choiceInput])).min(1),
});
