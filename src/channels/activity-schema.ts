import { z } from 'zod';
import { RequestRefused } from '../errors.ts';

const ID_LIMIT = 1000;

/** A string of 1 to `limit` characters, counted as a reader counts them: an emoji is one. */
function filled(limit: number): z.ZodType<string> {
  return z
    .string(`must be a string of 1 to ${limit} characters`)
    .refine((text) => text.length > 0, 'must not be empty')
    .refine((text) => !longer(text, limit), `must have at most ${limit} characters`);
}

function longer(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

const id = filled(ID_LIMIT);

/** A field whose wrong type is no error: then it counts as not given. */
function tolerant<T extends z.ZodType>(type: T): z.ZodCatch<z.ZodOptional<T>> {
  return type.optional().catch(undefined);
}

const account = { id, name: tolerant(z.string()) };
const person = z.object({ ...account, aadObjectId: tolerant(z.string()) }, 'must be an object with an id');
const anyone = z.object({ id: tolerant(z.string()), name: tolerant(z.string()) });

const common = {
  type: filled(100),
  channelId: filled(100),
  serviceUrl: filled(2048).refine(
    (url) => /^https?:\/\//i.test(url) && URL.canParse(url),
    'must be an http(s) URL',
  ),
  conversation: z.object(
    {
      id,
      isGroup: tolerant(z.boolean()),
      tenantId: tolerant(z.string()),
      conversationType: tolerant(z.string()),
    },
    'must be an object with an id',
  ),
  recipient: tolerant(anyone),
  deliveryMode: tolerant(z.string()),
  locale: tolerant(z.string()),
  localTimezone: tolerant(z.string()),
  timestamp: tolerant(z.string()),
  replyToId: tolerant(z.string()),
  name: tolerant(z.string()),
  value: z.unknown().optional(),
  entities: tolerant(z.array(z.unknown())),
  attachments: tolerant(z.array(z.unknown())),
  membersAdded: tolerant(z.array(z.unknown())),
  channelData: tolerant(z.object({ tenant: tolerant(z.object({ id: tolerant(z.string()) })) })),
};

const spoken = z.object({
  ...common,
  id,
  from: person,
  text: z
    .string('must be a string')
    .nullish()
    .transform((text) => text ?? ''),
});

const other = z.object({ ...common, id: tolerant(id), from: person.optional().catch(undefined) });

/** A message, or an invoke, which a person caused as well: who sent it and its id are known. */
export type SpokenActivity = z.infer<typeof spoken>;
/** An activity of any other type. */
export type OtherActivity = z.infer<typeof other>;

/** A validated activity; fields that this bot does not know are left out. */
export type ValidActivity =
  | { spoken: true; activity: SpokenActivity }
  | { spoken: false; activity: OtherActivity };

/** Validates what came as an activity. Throws `RequestRefused` (400) that names the first wrong field. */
export function parseActivity(body: unknown): ValidActivity {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestRefused(400, 'The body must be one activity, a JSON object.');
  }
  const isSpoken = 'type' in body && (body.type === 'message' || body.type === 'invoke');
  if (isSpoken) return { spoken: true, activity: checked(spoken, body) };
  return { spoken: false, activity: checked(other, body) };
}

function checked<T>(schema: z.ZodType<T>, body: object): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'activity';
  const missing = issue?.code === 'invalid_type' && lookUp(body, issue.path) === undefined;
  throw new RequestRefused(
    400,
    missing ? `${field} is missing.` : `${field} ${issue?.message ?? 'is wrong'}.`,
    field,
  );
}

function lookUp(body: object, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
}
