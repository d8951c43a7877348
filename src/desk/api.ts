import type { GivenFile } from '../../dialogs/files.ts';
import { RequestRefused } from '../errors.ts';
import type { Shelf } from '../store/shelf.ts';
import { type Action, readActions } from './action-forms.ts';
import type { StaffAnswer, StaffApi, StaffFile, StaffQuery } from './api-types.ts';
import { type TakeFiles, takenOnce } from './attached.ts';
import { CASE_STATUSES, type CaseRecord, caseKey, repliesStream, type TranscriptRow } from './case.ts';
import { createFigures } from './figures-service.ts';
import { commitOf, type DeskParts, type Prepared, prepareAction, readCase, showCase } from './service.ts';
import type { Staff } from './staff.ts';

const PAGE = { least: 1, most: 1_000, usual: 50 };
/** Tries at a commit that others were first at. */
const TRIES = 20;

export interface ApiParts extends DeskParts {
  /** Where the files lie that customers sent. */
  shelf: Pick<Shelf, 'get'>;
  takeFiles: TakeFiles;
  now(): { at: string; on: string; ms: number };
  /** A conversation has something in its inbox. */
  wake(conversations: readonly string[]): void;
}

/** The staff API of the contract for the service token, which may act as anyone. */
export function createStaffApi(parts: ApiParts): StaffApi {
  const { store } = parts;
  return {
    list: async (query) => ({ status: 200, body: await listCases(parts, query) }),
    get: async (id) => {
      const { value, version } = await readCase(store, id);
      return { status: 200, body: await showCase(parts, value, version) };
    },
    attachment: (id, attachmentId) => readAttachment(parts, id, attachmentId),
    figures: createFigures(parts),
    act: (id, body, { idempotencyKey }) => actOnce(parts, id, body, idempotencyKey),
  };
}

async function readAttachment(
  { store, shelf }: ApiParts,
  id: string,
  attachmentId: string,
): Promise<StaffFile> {
  const { value } = await readCase(store, id);
  const files: readonly GivenFile[] = [...(value.draft.attachments ?? []), ...(value.files ?? [])];
  const file = files.find((one) => one.id === attachmentId);
  const bytes = file && (await shelf.get(file.id));
  if (!file || !bytes) {
    throw new RequestRefused(
      404,
      `There is no attachment ${JSON.stringify(attachmentId.slice(0, 100))} here.`,
    );
  }
  return { type: file.type, name: file.name, bytes };
}

async function listCases(parts: DeskParts, query: StaffQuery) {
  const { store } = parts;
  const { status, assignee, after, limit: asked } = withoutEmpty(query);
  if (status !== undefined && !(CASE_STATUSES as readonly string[]).includes(status)) {
    throw new RequestRefused(400, `status takes ${CASE_STATUSES.join(', ')}.`, 'status');
  }
  const limit = asked === undefined ? PAGE.usual : Number(asked);
  if (!Number.isInteger(limit) || limit < PAGE.least || limit > PAGE.most) {
    throw new RequestRefused(400, `limit takes a whole number from ${PAGE.least} to ${PAGE.most}.`, 'limit');
  }
  const { ids, next } = await store.cases({
    limit,
    ...(status === undefined ? {} : { status }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(after === undefined ? {} : { after }),
  });
  const found = await Promise.all(ids.map((id) => store.get<CaseRecord>(caseKey(id))));
  const cases = await Promise.all(
    found.flatMap((stored) => (stored ? [showCase(parts, stored.value, stored.version)] : [])),
  );
  return { cases, next };
}

/** `?status=&limit=10` asks for no status. */
function withoutEmpty(query: StaffQuery): StaffQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

/** An action with a key that was seen before, of the same person and case, answers as the first time. */
async function actOnce(
  parts: ApiParts,
  id: string,
  body: unknown,
  key: string | undefined,
): Promise<StaffAnswer> {
  const as = staffIdOf(body);
  const replyId = key === undefined ? undefined : `${as ?? ''}\n${key}`;
  const take = takenOnce(parts.takeFiles);
  for (let tries = 0; tries < TRIES; tries++) {
    const before = replyId && (await parts.store.row<StaffAnswer>(repliesStream(id), replyId));
    if (before) return before;
    const attempt = await tryAction(parts, id, body, as, take);
    const kept = replyId ? [{ stream: repliesStream(id), id: replyId, once: true, row: attempt.answer }] : [];
    const commit = attempt.prepared ? commitOf(attempt.prepared) : {};
    const appends = [...(commit.appends ?? []), ...kept];
    if (!attempt.prepared && kept.length === 0) return attempt.answer;
    const { ok } = await parts.store.commit({ ...commit, appends });
    if (!ok) continue;
    parts.wake(attempt.prepared?.wakes.map((wake) => wake.conversation) ?? []);
    return attempt.answer;
  }
  throw new RequestRefused(409, 'The case is changing too fast just now. Read it and try again.');
}

async function tryAction(
  parts: ApiParts,
  id: string,
  body: unknown,
  as: string | undefined,
  take: (action: Action) => Promise<readonly GivenFile[]>,
): Promise<{ answer: StaffAnswer; prepared?: Prepared }> {
  try {
    const staff = staffOf(parts, body, as);
    const actions = readActions(body);
    let prepared = await prepareAction(parts, id, actions, staff, parts.now());
    const files = await take(actions[0]);
    if (files.length > 0) prepared = await prepareAction(parts, id, actions, staff, parts.now(), files);
    const said = prepared.appends.map((append) => append.row as TranscriptRow);
    const view = await showCase(parts, prepared.record, prepared.version, said);
    return { answer: { status: 200, body: view }, prepared };
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const { status, message, field } = error;
    return { answer: { status, body: { error: message, ...(field ? { field } : {}) } } };
  }
}

function staffIdOf(body: unknown): string | undefined {
  const as = typeof body === 'object' && body !== null ? (body as { as?: unknown }).as : undefined;
  return typeof as === 'string' ? as : undefined;
}

function staffOf({ staffList }: ApiParts, body: unknown, as: string | undefined): Staff {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestRefused(400, 'An action is a JSON object with type and as.');
  }
  if (as === undefined) throw new RequestRefused(400, 'as takes the id of a staff member.', 'as');
  const staff = staffList.byId(as);
  if (!staff) throw new RequestRefused(403, 'as names no staff member.', 'as');
  return staff;
}
