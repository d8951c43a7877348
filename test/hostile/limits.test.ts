import { describe, expect, test } from 'vitest';
import { POSTS } from '../../src/channels/directline/admission.ts';
import { createQuotas, QUOTAS } from '../../src/channels/quotas.ts';
import { generate } from '../channels/directline/client.ts';
import { ask } from '../channels/directline/requests.ts';
import { message, openDoors } from '../channels/helpers/doors.ts';
import { openIssuer } from '../channels/helpers/issuer.ts';
import { messageOf } from '../helpers/channel.ts';
import { openWendy } from '../helpers/wendy.ts';
import { forEach } from './stage.ts';

const LANES = 8;
/** A clock that stands still, so that no quota fills up meanwhile. */
const now = (): number => Date.UTC(2026, 10, 23);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('several quotas', () => {
  test('let through what fits into each, and take nothing of any where one is used up', () => {
    const quotas = createQuotas({ one: { burst: 1, perSecond: 1 }, all: { burst: 3, perSecond: 0.1 } });
    const take = (one: string, now: number): boolean => {
      try {
        quotas.take({ one, all: 'all' }, now);
        return true;
      } catch {
        return false;
      }
    };
    expect(take('a', 0)).toBe(true);
    for (let again = 0; again < 50; again++) expect(take('a', 0)).toBe(false);
    expect([take('b', 0), take('c', 0), take('d', 0)]).toEqual([true, true, false]);
    expect(take('d', 10_000)).toBe(true);
  });
});

describe('who writes without end', () => {
  test('waits in one conversation, in all of theirs, and in one that many write to; nobody else does', async () => {
    const doors = await openDoors({ now });
    const statuses = async (count: number, change: (at: number) => object): Promise<Set<number>> => {
      const seen = new Set<number>();
      await forEach(numbers(count), LANES, async (at) => {
        const answer = await doors.post(message({ id: `${Math.random()}`, ...change(at) }));
        seen.add(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      });
      return seen;
    };
    const { burst } = QUOTAS.person;
    const both = new Set([200, 429]);
    expect(
      await statuses(2 * burst, (at) => ({ from: { id: 'a' }, conversation: { id: `c-${at}` } })),
    ).toEqual(both);
    expect(
      await statuses(2 * burst, (at) => ({ from: { id: `u-${at}` }, conversation: { id: 'group' } })),
    ).toEqual(both);
    expect(
      await statuses(10, (at) => ({ from: { id: `else-${at}` }, conversation: { id: `x-${at}` } })),
    ).toEqual(new Set([200]));
  });

  test('is told so in the chat, kindly, in their language and once', async () => {
    const wendy = await openWendy({ env: { RATE_LIMIT: 'on' } });
    for (const [locale, words] of [
      ['en-GB', 'faster than I can read'],
      ['zh-CN', '发得太快'],
    ] as const) {
      const speaker = {
        id: locale,
        conversation: `flood-${locale}`,
        channel: 'webchat',
        locale,
        serviceUrl: wendy.farEnd.url,
      };
      let refused = 0;
      await forEach(numbers(2 * QUOTAS.sender.burst), LANES, async () => {
        const response = await fetch(`${wendy.url}/api/messages`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(messageOf(speaker, 'thanks')),
        });
        await response.body?.cancel();
        if (response.status === 429) refused++;
      });
      expect(refused).toBeGreaterThan(10);
      const told = () => wendy.farEnd.taken.filter(({ activity }) => activity.text?.includes(words));
      await wendy.farEnd.until(() => told().length > 0, 'the word');
      expect(told().length).toBe(1);
    }
  });

  test('is told so on the web page too', async () => {
    const wendy = await openWendy({ env: { RATE_LIMIT: 'on' } });
    const base = `${wendy.url}/v3/directline`;
    const { token, conversationId } = await generate(wendy.url);
    await ask(`${base}/conversations`, token, { method: 'POST' });
    const own = `${base}/conversations/${conversationId}/activities`;
    const seen = new Set<number>();
    await forEach(numbers(2 * POSTS.burst), LANES, async () => {
      seen.add((await ask(own, token, { method: 'POST', json: { type: 'message', text: 'thanks' } })).status);
    });
    expect(seen).toEqual(new Set([200, 429]));
    const texts: string[] = [];
    for (let watermark = '', page = 1; page > 0; ) {
      const read = JSON.parse((await ask(`${own}?watermark=${watermark}`, token)).text);
      texts.push(...read.activities.map((one: { text?: string }) => one.text ?? ''));
      page = read.activities.length;
      watermark = read.watermark;
    }
    expect(texts.filter((text) => text.includes('faster than I can read')).length).toBe(1);
  });
});

describe('bad tokens', () => {
  const SERVICE = 'https://smba.example/';
  const teams = (): object => message({ id: `${Math.random()}`, channelId: 'msteams', serviceUrl: SERVICE });

  test('from one address are looked at no oftener than a quota, and hold up no channel that was good before', async () => {
    const issuer = await openIssuer(SERVICE);
    const doors = await openDoors({ settings: issuer.settings, credentials: issuer.credentials, now });
    const good = { Authorization: `Bearer ${issuer.token()}` };
    expect((await doors.post(teams(), good)).status).toBe(200);
    const seen = new Set<number>();
    await forEach(numbers(QUOTAS.badTokens.burst * 2), LANES, async () => {
      seen.add((await doors.post(teams(), { Authorization: 'Bearer a.b.c' })).status);
    });
    expect(seen).toEqual(new Set([401, 429]));
    expect((await doors.post(teams(), good)).status).toBe(200);
  });

  test('from behind a trusted proxy hold up their own address alone', async () => {
    const issuer = await openIssuer(SERVICE);
    const settings = { ...issuer.settings, trustsProxy: (address: string) => address === '127.0.0.1' };
    const doors = await openDoors({ settings, credentials: issuer.credentials, now });
    const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });
    const seen = new Set<number>();
    await forEach(numbers(QUOTAS.badTokens.burst * 2), LANES, async () => {
      seen.add((await doors.post(teams(), { Authorization: 'Bearer a.b.c', ...from('203.0.113.6') })).status);
    });
    expect(seen).toEqual(new Set([401, 429]));
    const good = { Authorization: `Bearer ${issuer.token()}` };
    expect((await doors.post(teams(), { ...good, ...from('203.0.113.6') })).status).toBe(429);
    expect((await doors.post(teams(), { ...good, ...from('203.0.113.7') })).status).toBe(200);
  });
});
