import { describe, expect, test } from 'vitest';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { queuedCase, talkWith } from './talk.ts';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

const DECISION = { type: 'decide', unitId: 'U1', clause: '2', excluded: false, reason: 'clean' };

/** A case that tom has claimed. */
async function claimedCase(wendy: Running) {
  const { talk, id, version } = await queuedCase(wendy);
  const { status, body } = await wendy.staff.act(id, { type: 'claim', as: 'tom', version });
  expect(status).toBe(200);
  return { talk, id, version: Number(at(body, 'version')) };
}

describe('a case over the staff API', () => {
  test('has exactly the fields of the contract, and little besides', async () => {
    const wendy = await openWendy();
    const { id } = await queuedCase(wendy);
    const { status, body } = await wendy.staff.get(`/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: 'C-1001',
      version: expect.any(Number),
      status: 'queued',
      priority: 'high',
      reason: 'person',
      locale: 'en',
      createdAt: INSTANT,
      customer: { id: expect.any(String), name: 'Ann Hill' },
      contact: { name: 'Ann Hill', email: 'ann@example.com', phone: null },
      owner: null,
      assignee: null,
      queue: 'technicians',
      attachments: [],
      units: [
        {
          id: expect.any(String),
          group: expect.any(String),
          device: 'camera',
          model: null,
          kind: 'camera',
          serial: null,
          purchaseDate: null,
          firmware: null,
          warranty: {
            facts: {
              reportedOn: { value: expect.any(String), by: 'system', at: INSTANT, was: [] },
            },
            proposed: expect.objectContaining({
              coverage: 'review',
              outlook: 'review',
              clauses: [],
              labour: 'undetermined',
            }),
            earlier: [],
            decisions: [],
            final: null,
          },
        },
      ],
      faults: [
        expect.objectContaining({ label: 'no_power', description: 'my camera has no power', steps: [] }),
      ],
      questions: [],
      transcript: expect.any(Array),
      repairs: [],
      notes: [],
      history: expect.any(Array),
      offered: expect.any(String),
      observers: [],
      promise: { kind: 'first', dueAt: INSTANT },
      consults: [],
      rating: null,
      mergedInto: null,
    });
    expect(at(body, 'faults.0.unitIds')).toEqual([at(body, 'units.0.id')]);
    for (const row of at(body, 'transcript') as Json[]) {
      expect(row).toEqual({
        at: INSTANT,
        from: expect.stringMatching(/^(customer|bot)$/),
        text: expect.any(String),
      });
    }
  });

  test('of two who claim at once goes to one, and the other is told', async () => {
    const wendy = await openWendy();
    for (let time = 0; time < 5; time++) {
      const { id, version } = await queuedCase(wendy);
      const both = ['tom', 'li'].map((as) => wendy.staff.act(id, { type: 'claim', as, version }));
      const answers = await Promise.all(both);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const winner = answers[0]?.status === 200 ? 'tom' : 'li';
      expect(at((await wendy.staff.get(`/${id}`)).body, 'assignee')).toBe(winner);
    }
  });

  test('refuses whoever may not, and what is wrong, by its status', async () => {
    const wendy = await openWendy();
    const queued = await queuedCase(wendy);
    const { id, version } = await claimedCase(wendy);
    const held = { as: 'tom', version };
    const table: [string, string, unknown, number, string?][] = [
      ['no such case', 'C-9', { type: 'claim', as: 'tom', version: 1 }, 404],
      ['no such person', id, { type: 'reply', as: 'nobody', text: 'x' }, 403, 'as'],
      ['nobody', id, { type: 'reply', text: 'x' }, 400, 'as'],
      ['no body', id, [], 400],
      ['no type', id, { as: 'tom' }, 400, 'type'],
      ['another type', id, { ...held, type: 'hug' }, 400, 'type'],
      ['an inherited type', id, { ...held, type: 'constructor' }, 400, 'type'],
      ['no version to claim', queued.id, { type: 'claim', as: 'tom' }, 400, 'version'],
      ['no version to assign', id, { type: 'assign', as: 'tom', to: 'li' }, 400, 'version'],
      ['a version that is no number', queued.id, { type: 'claim', as: 'tom', version: '1' }, 400, 'version'],
      ['a version that has passed', queued.id, { type: 'claim', as: 'tom', version: 1 }, 409, 'version'],
      ['a stale version of a reply', id, { ...held, type: 'reply', text: 'x', version: 1 }, 409, 'version'],
      ['an empty reply', id, { ...held, type: 'reply', text: ' ' }, 400, 'text'],
      ['a reply without words', id, { ...held, type: 'reply' }, 400, 'text'],
      ['what no action takes', id, { ...held, type: 'reply', text: 'x', mood: 'good' }, 400, 'mood'],
      [
        'sales in the technicians’ queue',
        queued.id,
        { type: 'claim', as: 'anna', version: queued.version },
        403,
        'as',
      ],
      [
        'a supervisor who claims',
        queued.id,
        { type: 'claim', as: 'mei', version: queued.version },
        403,
        'as',
      ],
      ['a claim of a held case', id, { type: 'claim', as: 'li', version }, 409],
      ['a reply of another', id, { type: 'reply', as: 'li', text: 'x' }, 409],
      ['a release of another', id, { type: 'release', as: 'li' }, 409],
      ['a resolve of another', id, { type: 'resolve', as: 'li' }, 409],
      ['an assignment of another', id, { type: 'assign', as: 'li', to: 'li', version }, 409],
      ['an assignment to nobody', id, { ...held, type: 'assign', to: 'nobody' }, 400, 'to'],
      ['a reply to a case that nobody holds', queued.id, { type: 'reply', as: 'tom', text: 'x' }, 409],
      ['a reopening of what is open', id, { ...held, type: 'reopen' }, 409],
      ['no version to decide', id, { as: 'tom', ...DECISION }, 400, 'version'],
      ['no version to confirm', id, { as: 'tom', type: 'confirm', unitId: 'U1' }, 400, 'version'],
      ['a decision of another technician', id, { ...held, ...DECISION, as: 'li' }, 409, 'as'],
      ['a decision of sales', id, { ...held, ...DECISION, as: 'anna' }, 403, 'as'],
      ['a decision of a supervisor', id, { ...held, ...DECISION, as: 'mei' }, 403, 'as'],
      ['a decision on no clause', id, { ...held, ...DECISION, clause: '9' }, 400, 'clause'],
      ['a decision on no unit', id, { ...held, ...DECISION, unitId: 'U9' }, 400, 'unitId'],
      ['a decision without a reason', id, { ...held, ...DECISION, reason: ' ' }, 400, 'reason'],
      ['a confirmation by sales', id, { ...held, type: 'confirm', unitId: 'U1', as: 'anna' }, 403, 'as'],
      ['advice by sales', id, { ...held, type: 'advise', text: 'x', as: 'anna' }, 403, 'as'],
      ['advice that nobody asked for', id, { ...held, type: 'advise', text: 'x' }, 409],
      ['a merge into nothing', id, { ...held, type: 'merge', into: 'C-9' }, 400, 'into'],
      [
        'what is no list of files',
        id,
        { ...held, type: 'note', text: 'x', attachments: 'a' },
        400,
        'attachments',
      ],
    ];
    for (const [what, caseId, action, status, field] of table) {
      const answer = await wendy.staff.act(caseId, action);
      expect([what, answer.status]).toEqual([what, status]);
      expect(at(answer.body, 'error'), what).toEqual(expect.any(String));
      if (field) expect(at(answer.body, 'field'), what).toBe(field);
    }
    expect(at((await wendy.staff.get(`/${id}`)).body, 'version')).toBe(version);
    expect((await wendy.staff.get('/C-9')).status).toBe(404);
    expect((await wendy.staff.get(`/${id}`, { Authorization: 'Bearer wrong' })).status).toBe(401);
  });

  test('does without a version what the contract lets do without', async () => {
    const wendy = await openWendy();
    const { id } = await claimedCase(wendy);
    for (const action of [
      { type: 'reply', text: 'one' },
      { type: 'note', text: 'two', attachments: [] },
      { type: 'resolve' },
      { type: 'reopen' },
      { type: 'release' },
    ]) {
      expect([action.type, (await wendy.staff.act(id, { ...action, as: 'tom' })).status]).toEqual([
        action.type,
        200,
      ]);
    }
    expect((await wendy.staff.act(id, { type: 'note', as: 'anna', text: 'seen' })).status).toBe(200);
  });
});

describe('an Idempotency-Key', () => {
  test('answers as the first time for the same person and case, and does nothing more', async () => {
    const wendy = await openWendy();
    const { id } = await claimedCase(wendy);
    const key = { 'Idempotency-Key': 'k-1' };
    const reply = { type: 'reply', as: 'tom', text: 'Hello Ann' };
    const first = await wendy.staff.act(id, reply, key);
    expect(first.status).toBe(200);
    await wendy.staff.act(id, { type: 'note', as: 'tom', text: 'later' });
    expect(await wendy.staff.act(id, reply, key)).toEqual(first);
    expect(await wendy.staff.act(id, { type: 'reply', as: 'tom', text: '' }, key)).toEqual(first);
    await wendy.restart();
    expect(await wendy.staff.act(id, reply, key)).toEqual(first);
    const other = await wendy.staff.act(id, { type: 'note', as: 'li', text: 'mine' }, key);
    expect(at(other.body, 'notes.1.by')).toBe('li');
    const said = at((await wendy.staff.get(`/${id}`)).body, 'transcript') as { text: string }[];
    expect(said.filter(({ text }) => text === 'Hello Ann')).toHaveLength(1);
  });

  test('keeps a refusal as well, and counts once where it comes many times at once', async () => {
    const wendy = await openWendy();
    const { id, version } = await claimedCase(wendy);
    const stale = { type: 'resolve', as: 'tom', version: version - 1 };
    const refused = await wendy.staff.act(id, stale, { 'Idempotency-Key': 'k-2' });
    expect(refused.status).toBe(409);
    const right = { ...stale, version };
    expect(await wendy.staff.act(id, right, { 'Idempotency-Key': 'k-2' })).toEqual(refused);
    const note = { type: 'note', as: 'tom', text: 'once' };
    const many = await Promise.all(
      Array.from({ length: 8 }, () => wendy.staff.act(id, note, { 'Idempotency-Key': 'k-3' })),
    );
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
    expect(at((await wendy.staff.get(`/${id}`)).body, 'notes.length')).toBe(1);
  });
});

describe('the list of cases', () => {
  test('goes page by page, oldest first, and by status and assignee', async () => {
    const wendy = await openWendy();
    for (let one = 0; one < 7; one++) await talkWith(wendy).say('my camera has no power');
    const { id } = await claimedCase(wendy);
    const seen: unknown[] = [];
    let next: Json | undefined = null;
    do {
      const { body } = await wendy.staff.get(`?limit=3${next === null ? '' : `&after=${next}`}`);
      const page = at(body, 'cases') as Json[];
      expect(page.length).toBeLessThanOrEqual(3);
      seen.push(...page.map((one) => at(one, 'id')));
      next = at(body, 'next');
    } while (next !== null);
    expect(seen).toEqual(Array.from({ length: 8 }, (_, index) => `C-${1001 + index}`));
    const idsOf = async (query: string) => {
      const { body } = await wendy.staff.get(query);
      return (at(body, 'cases') as Json[]).map((one) => at(one, 'id'));
    };
    expect(await idsOf('?status=claimed')).toEqual([id]);
    expect(await idsOf('?assignee=tom')).toEqual([id]);
    expect(await idsOf('?assignee=li')).toEqual([]);
    expect(await idsOf('?status=open&assignee=&after=&limit=1000')).toHaveLength(7);
    expect(await idsOf('?status=open&assignee=tom')).toEqual([]);
  });

  test.each([
    '?limit=0',
    '?limit=1001',
    '?limit=x',
    '?limit=1.5',
    '?status=lost',
    '?status=open&status=open',
  ])('refuses %s', async (query) => {
    const wendy = await openWendy();
    expect((await wendy.staff.get(query)).status).toBe(400);
  });
});
