import { z } from 'zod';
import { RequestRefused } from '../errors.ts';

const text = z
  .string()
  .max(20_000)
  .refine((words) => words.trim() !== '', 'is empty');
const version = z.int().min(1);
const attachments = z.array(z.never()).max(0, 'files cannot be attached in this version').optional();

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
  const issue = result.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new RequestRefused(400, `${field ?? 'the action'}: ${issue?.message}`, field);
}
