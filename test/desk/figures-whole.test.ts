import { expect, it } from 'vitest';
import { messageOf, post } from '../helpers/channel.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, STAFF_TOKEN } from '../helpers/wendy.ts';

const MINUTE = 60_000;

it('the figures follow a case from its first message to its end', async () => {
  // A Tuesday at half past ten in the company's zone: people are on duty.
  const wendy = await openWendy({ at: '2026-03-10T02:30:00Z' });
  const figures = async (): Promise<Json> => {
    wendy.later(15_000);
    const headers = { Authorization: `Bearer ${STAFF_TOKEN}` };
    return (await (await fetch(`${wendy.url}/api/staff/figures`, { headers })).json()) as Json;
  };
  const of = async (...paths: string[]) => {
    const now = await figures();
    return Object.fromEntries(paths.map((path) => [path, at(now, path)]));
  };
  const speaker = { id: 'jo', conversation: 'talk', serviceUrl: wendy.farEnd.url };
  const say = (text: string) => post(wendy.url, messageOf(speaker, text));
  await say('The camera has no power');
  expect(await of('to', 'zone', 'now.withWendy', 'period.opened', 'period.submitted')).toEqual({
    ...{ to: '2026-03-10', zone: 'Asia/Shanghai' },
    ...{ 'now.withWendy': 1, 'period.opened': 1, 'period.submitted': 0 },
  });
  await say('person');
  expect(
    await of(
      'now.waiting.total',
      'period.submitted',
      'period.promises.first.open',
      'period.byFamily.no_power.opened',
    ),
  ).toEqual({
    ...{ 'now.waiting.total': 1, 'period.submitted': 1 },
    ...{ 'period.promises.first.open': 1, 'period.byFamily.no_power.opened': 1 },
  });
  wendy.later(20 * MINUTE);
  const { body } = await wendy.staff.get('');
  const [id, version, queue] = ['id', 'version', 'queue'].map((name) => at(body, `cases.0.${name}`));
  const as = queue === 'sales' ? 'anna' : 'tom';
  expect((await wendy.staff.act(String(id), { type: 'claim', as, version })).status).toBe(200);
  expect((await wendy.staff.act(String(id), { type: 'reply', as, text: 'Hello.' })).status).toBe(200);
  const replied = await figures();
  expect(at(replied, 'now.waitingCustomer')).toBe(1);
  expect(at(replied, 'period.promises.first')).toMatchObject({ made: 1, kept: 1, share: 1 });
  expect(at(replied, 'period.timeToFirstPerson.count')).toBe(1);
  expect(Math.floor(Number(at(replied, 'period.timeToFirstPerson.median')))).toBe(20);
  expect((await wendy.staff.act(String(id), { type: 'resolve', as })).status).toBe(200);
  expect(await of('period.ended', 'period.resolvedByPeople', 'period.byLanguage.en.ended')).toEqual({
    ...{ 'period.ended': 1, 'period.resolvedByPeople': 1, 'period.byLanguage.en.ended': 1 },
  });
  expect(wendy.errors).toEqual([]);
});
