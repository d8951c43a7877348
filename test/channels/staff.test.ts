import { describe, expect, test } from 'vitest';
import { QUOTAS } from '../../src/channels/quotas.ts';
import { RequestRefused } from '../../src/errors.ts';
import { type DoorOptions, type OpenDoors, openDoors, postJson } from './helpers/doors.ts';

const token = { Authorization: 'Bearer a-staff-token' };

async function get(
  doors: OpenDoors,
  path: string,
  headers: Record<string, string> = token,
): Promise<Response> {
  return fetch(`${doors.url}/api/staff/cases${path}`, { headers });
}

const refusing = (refusal: Error): DoorOptions => ({
  staffApi: {
    list: () => Promise.reject(refusal),
    get: () => Promise.reject(refusal),
    attachment: () => Promise.reject(refusal),
    figures: () => Promise.reject(refusal),
    act: () => Promise.reject(refusal),
  },
});

describe('the staff API', () => {
  test.each([
    ['no token', {}],
    ['another token', { Authorization: 'Bearer another-token' }],
    ['a part of the token', { Authorization: 'Bearer a-staff' }],
    ['the token and more', { Authorization: 'Bearer a-staff-token-and-more' }],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['another scheme', { Authorization: 'Basic a-staff-token' }],
    ['the bare token', { Authorization: 'a-staff-token' }],
  ])('answers 401 to %s', async (_name, headers) => {
    const doors = await openDoors();
    for (const path of ['', '/C-1', '/C-1/actions']) {
      const response = path.endsWith('actions')
        ? await postJson(`${doors.url}/api/staff/cases${path}`, {}, headers as Record<string, string>)
        : await get(doors, path, headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('accepts no token where none is set', async () => {
    const doors = await openDoors({ settings: { staffApiToken: undefined } });
    expect((await get(doors, '')).status).toBe(401);
    expect((await get(doors, '', { Authorization: 'Bearer undefined' })).status).toBe(401);
  });

  test('passes a query, an id and an action on', async () => {
    const doors = await openDoors();
    expect(await (await get(doors, '?status=queued&after=C-1&limit=2')).json()).toEqual({
      query: { status: 'queued', after: 'C-1', limit: '2' },
    });
    expect(await (await get(doors, '/C%2F1%20x')).json()).toEqual({ id: 'C/1 x' });
    const action = { type: 'claim', as: 'tom', version: 1 };
    const answer = await postJson(`${doors.url}/api/staff/cases/C-1/actions`, action, {
      ...token,
      'Idempotency-Key': 'k',
    });
    expect(JSON.parse(answer.text)).toEqual({ id: 'C-1', body: action, idempotencyKey: 'k' });
  });

  test('answers a refusal with its status, its text and its field', async () => {
    const doors = await openDoors(refusing(new RequestRefused(400, 'limit must be 1 to 100.', 'limit')));
    const response = await get(doors, '?limit=0');
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'limit must be 1 to 100.', field: 'limit' });
  });

  test('answers a failure with 500 and nothing of the inside', async () => {
    const doors = await openDoors(refusing(new Error('disk /dev/sda1 is full')));
    const response = await get(doors, '');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('disk');
  });

  test('refuses a key given twice, a long idempotency key and a body that is no JSON', async () => {
    const doors = await openDoors();
    expect((await get(doors, '?status=a&status=b')).status).toBe(400);
    const actions = `${doors.url}/api/staff/cases/C-1/actions`;
    expect((await postJson(actions, {}, { ...token, 'Idempotency-Key': 'x'.repeat(300) })).status).toBe(400);
    expect((await postJson(actions, '{', token)).status).toBe(400);
  });

  test('lets nobody guess tokens without end', async () => {
    const doors = await openDoors();
    const wrong = { Authorization: 'Bearer guess' };
    for (let i = 0; i < QUOTAS.staffTokens.burst; i++) expect((await get(doors, '', wrong)).status).toBe(401);
    const waiting = await get(doors, '', token);
    expect(waiting.status).toBe(429);
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('lets the right token in as often as it comes', async () => {
    const doors = await openDoors();
    for (let i = 0; i < QUOTAS.staffTokens.burst * 2; i++) expect((await get(doors, '')).status).toBe(200);
  });
});

describe('/live and /ready', () => {
  test('say how it stands', async () => {
    let ready = true;
    const doors = await openDoors({ ready: () => ready });
    const status = async (path: string): Promise<number> => (await fetch(`${doors.url}${path}`)).status;
    expect([await status('/live'), await status('/ready')]).toEqual([200, 200]);
    ready = false;
    expect([await status('/live'), await status('/ready')]).toEqual([200, 503]);
  });
});
