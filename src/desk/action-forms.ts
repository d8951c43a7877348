import { z } from 'zod';
import { CLAUSES } from '../../dialogs/warranty/claim.ts';
import { RequestRefused } from '../errors.ts';

/** What may come with one reply or note: files, and their bytes in all. */
export const MOST_FILES = 5;
export const MOST_BYTES = 8 * 1024 * 1024;

const text = z
  .string()
  .max(20_000)
  .refine((words) => words.trim() !== '', 'is empty');
const version = z.int().min(1);
const attachments = z
  .array(
    z.strictObject({
      name: z.string().max(500),
      contentType: z.string().max(200),
      content: z.string().refine(isBase64, 'is no base64'),
    }),
  )
  .max(MOST_FILES)
  .refine((files) => bytesIn(files) <= MOST_BYTES, `has more than ${MOST_BYTES} bytes in all`)
  .optional();

/** What each action takes besides `as`, by the contract. */
const ACTIONS = {
  claim: z.strictObject({ version }),
  release: z.strictObject({ version: version.optional() }),
  assign: z.strictObject({ version, to: z.string() }),
  reply: z.strictObject({ version: version.optional(), text, attachments }),
  note: z.strictObject({ version: version.optional(), text, attachments }),
  handoff: z.strictObject({
    version: version.optional(),
    to: z.enum(['technicians', 'sales']),
    reason: text,
  }),
  consult: z.strictObject({ version: version.optional(), text }),
  advise: z.strictObject({ version: version.optional(), text }),
  answer: z.strictObject({ version: version.optional(), questionId: z.string(), text }),
  decide: z.strictObject({
    version,
    unitId: z.string(),
    clause: z.enum(CLAUSES),
    excluded: z.boolean(),
    reason: text,
  }),
  confirm: z.strictObject({ version, unitId: z.string() }),
  merge: z.strictObject({ version: version.optional(), into: z.string() }),
  resolve: z.strictObject({ version: version.optional() }),
  close: z.strictObject({ version: version.optional() }),
  reopen: z.strictObject({ version: version.optional() }),
};

export type ActionType = keyof typeof ACTIONS;
export type Action = { [T in ActionType]: { type: T } & z.infer<(typeof ACTIONS)[T]> }[ActionType];
export type ActionOf<T extends ActionType> = Extract<Action, { type: T }>;

export function isActionType(type: string): type is ActionType {
  return Object.hasOwn(ACTIONS, type);
}

/** Reads the body of an action. Throws RequestRefused 400 that names the field. */
export function readAction(body: unknown): Action {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestRefused(400, 'An action is a JSON object with a type.');
  }
  const { type, as: _as, ...rest } = body as Record<string, unknown>;
  if (typeof type !== 'string' || !isActionType(type)) {
    throw new RequestRefused(400, `type takes ${Object.keys(ACTIONS).join(', ')}.`, 'type');
  }
  const result = ACTIONS[type].safeParse(rest);
  if (result.success) return { type, ...result.data } as Action;
  throw refusedBy(result.error);
}

const manyAnswers = z.strictObject({
  version: version.optional(),
  answers: z
    .array(z.strictObject({ questionId: z.string(), text }))
    .min(1)
    .max(100),
});

/**
 * The same, where a body may hold several: `answer` with `answers` in the place of `questionId` and `text` answers
 * several entries of the question list together.
 */
export function readActions(body: unknown): [Action, ...Action[]] {
  const together = typeof body === 'object' && body !== null && 'answers' in body;
  if (!together || !('type' in body) || body.type !== 'answer') return [readAction(body)];
  const { type: _type, as: _as, ...rest } = body as Record<string, unknown>;
  const result = manyAnswers.safeParse(rest);
  if (!result.success) throw refusedBy(result.error);
  const { answers, ...given } = result.data;
  const [first, ...others] = answers.map((one): Action => ({ type: 'answer', ...given, ...one }));
  return [first as Action, ...others];
}

function refusedBy({ issues: [issue] }: z.ZodError): RequestRefused {
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  return new RequestRefused(400, `${field ?? 'the action'}: ${issue?.message}`, field);
}

/** Whether it is base64 in its one proper form. Looked at by decoding: a pattern would be slow on megabytes. */
function isBase64(content: string): boolean {
  return content.length % 4 === 0 && Buffer.from(content, 'base64').toString('base64') === content;
}

function bytesIn(files: readonly { content: string }[]): number {
  return files.reduce((sum, { content }) => sum + Buffer.byteLength(content, 'base64'), 0);
}
