import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type {
  Principal,
  StaffAnswer,
  StaffApi,
  StaffFile,
  StaffQuery,
  StaffTable,
} from '../desk/api-types.ts';
import { RequestRefused } from '../errors.ts';
import { readJson } from './body.ts';
import { ACTION_LIMIT } from './guard.ts';
import { clientAddress, type Limiter, TooOften } from './limits.ts';
import type { Quotas } from './quotas.ts';
import type { DoorSettings } from './settings.ts';

/** The parts of the doors under `/api/staff`. `bodyTimeout` is in ms. */
export interface StaffDoor {
  api: StaffApi;
  settings: DoorSettings;
  quotas: Quotas<'staff'>;
  /** The wrong tokens that one address may try. */
  limiter: Limiter;
  bodyTimeout: number;
}

/** Answers `GET /api/staff/cases`. Throws `RequestRefused` 401 without the token. */
export async function answerList(door: StaffDoor, req: IncomingMessage): Promise<StaffAnswer> {
  const principal = admit(door, req);
  return door.api.list(readQuery(req.url ?? ''), principal);
}

/** Answers `GET /api/staff/cases/:id`. Throws `RequestRefused` 401 without the token. */
export async function answerCase(door: StaffDoor, req: IncomingMessage, id: string): Promise<StaffAnswer> {
  const principal = admit(door, req);
  return door.api.get(id, principal);
}

/** Answers `GET /api/staff/cases/:id/attachments/:attachmentId`. Throws `RequestRefused` 401 without the token. */
export async function answerAttachment(
  door: StaffDoor,
  req: IncomingMessage,
  id: string,
  attachmentId: string,
): Promise<StaffFile> {
  const principal = admit(door, req);
  return door.api.attachment(id, attachmentId, principal);
}

/** Answers `GET /api/staff/figures`: JSON, or CSV where it is asked for. Throws `RequestRefused` 401 without the token. */
export async function answerFigures(
  door: StaffDoor,
  req: IncomingMessage,
): Promise<StaffAnswer | StaffTable> {
  const principal = admit(door, req);
  const wants = /\btext\/csv\b/i.test(req.headers.accept ?? '') ? 'csv' : 'json';
  return door.api.figures(readQuery(req.url ?? ''), wants, principal);
}

/** Answers `POST /api/staff/cases/:id/actions`. Throws `RequestRefused` 401 without the token, 400 for a bad body. */
export async function answerAction(door: StaffDoor, req: IncomingMessage, id: string): Promise<StaffAnswer> {
  const principal = admit(door, req);
  const idempotencyKey = readKey(req.headers['idempotency-key']);
  const body = await readJson(req, door.bodyTimeout, ACTION_LIMIT);
  return door.api.act(id, body, { idempotencyKey }, principal);
}

/** Who tries wrong tokens too often waits, also with the right one: else guessing would only be slower to notice. */
function admit({ settings, limiter, quotas }: StaffDoor, req: IncomingMessage): Principal {
  const client = clientAddress(req, settings.trustsProxy);
  const seconds = settings.rateLimit ? limiter.wait(client, Date.now()) : 0;
  if (seconds > 0) throw new TooOften(seconds);
  try {
    const principal = authenticate(settings.staffApiToken, req.headers.authorization);
    if (settings.rateLimit) quotas.take({ staff: client }, Date.now());
    return principal;
  } catch (error) {
    if (!(error instanceof TooOften)) limiter.take(client, Date.now());
    throw error;
  }
}

/** Checks the service token in constant time; where none is set, no token is accepted. */
export function authenticate(token: string | undefined, authorization: string | undefined): Principal {
  if (token === undefined || !holdsToken(token, authorization)) {
    throw new RequestRefused(401, 'A valid staff token is needed.');
  }
  return { kind: 'service' };
}

/** Whether an `Authorization` header bears the token; compared in constant time. */
export function holdsToken(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readQuery(target: string): StaffQuery {
  const { searchParams } = new URL(target, 'http://localhost');
  const query: [string, string][] = [];
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    if (values.length > 1) throw new RequestRefused(400, `${key} may be given once.`, key);
    query.push([key, values[0] ?? '']);
  }
  return Object.fromEntries(query);
}

function readKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  const key = String(header);
  if (key.length > 255) {
    throw new RequestRefused(400, 'Idempotency-Key may have at most 255 characters.', 'Idempotency-Key');
  }
  return key;
}
