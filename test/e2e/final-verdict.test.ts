import { describe, expect, test } from 'vitest';
import { at } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Talk, talkWith, WALK } from './talk.ts';

/** What of the walk would be understood as English. */
const CHINESE = { 0: '你好', 1: '我的半球摄像头没有声音', 3: 'unknown', 4: 'unknown', 8: '上周', 18: '王伟' };

/** A case whose customer has told all about the warranty, in tom's hands; `changes` over the answers, by their place. */
async function heldCase(wendy: Running, locale: string, changes: Record<number, string> = {}) {
  const talk = talkWith(wendy, { locale });
  for (const [nth, words] of WALK.entries()) await talk.say(changes[nth] ?? words);
  const { trace } = await talk.say('send');
  const id = trace?.case?.id ?? '';
  const { body } = await wendy.staff.get(`/${id}`);
  const assigned = await wendy.staff.act(id, {
    ...{ type: 'assign', as: 'mei', to: 'tom', version: at(body, 'version') },
  });
  expect(assigned.status).toBe(200);
  return { talk, id, version: Number(at(assigned.body, 'version')) };
}

async function told(wendy: Running, { speaker }: Talk, words: string): Promise<string> {
  const found = () =>
    wendy.farEnd.taken.find(
      ({ conversation, activity }) => conversation === speaker.conversation && activity.text?.includes(words),
    )?.activity.text;
  await wendy.farEnd.until(() => found() !== undefined, words);
  return found() ?? '';
}

describe('a verdict that a technician confirms', () => {
  test('is told the customer as final, by whom, with each clause and its reason', async () => {
    const wendy = await openWendy();
    const { talk, id, version } = await heldCase(wendy, 'en');
    const decided = await wendy.staff.act(id, {
      ...{ type: 'decide', as: 'tom', version, unitId: 'U1', clause: '2', excluded: true },
      reason: 'The board was soldered by hand.',
    });
    expect(decided.status).toBe(200);
    const again = { type: 'confirm', as: 'tom', unitId: 'U1', version };
    expect((await wendy.staff.act(id, again)).status).toBe(409);
    const confirmed = await wendy.staff.act(id, { ...again, version: Number(at(decided.body, 'version')) });
    expect(at(confirmed.body, 'units.0.warranty.final')).toMatchObject({
      ...{ coverage: 'excluded', clauses: ['2'], labour: 'chargeable', missing: [], undecided: [] },
    });
    const text = await told(wendy, talk, 'final');
    expect(text).toContain('Tom has checked this, and it is final: the warranty does not apply.');
    expect(text).toContain('Clause 2, misuse or repair by others');
    expect(text).toContain('The board was soldered by hand.');
    expect(text).not.toMatch(/provisional|confirms it before|\{\{|\}\}/i);
    const { body } = await wendy.staff.get(`/${id}`);
    expect(at(body, 'status')).toBe('claimed');
  });

  test('is told in Chinese to those who write it, and what speaks for them with it', async () => {
    const wendy = await openWendy();
    const { talk, id, version } = await heldCase(wendy, 'zh-CN', CHINESE);
    const decided = await wendy.staff.act(id, {
      ...{ type: 'decide', as: 'tom', version, unitId: 'U1', clause: '6d', excluded: false },
      reason: '接口完好',
    });
    const next = Number(at(decided.body, 'version'));
    const { status } = await wendy.staff.act(id, { type: 'confirm', as: 'tom', unitId: 'U1', version: next });
    expect(status).toBe(200);
    const text = await told(wendy, talk, '最终结论');
    expect(text).toContain('在保修范围内');
    expect(text).toContain('第 6d 条');
    expect(text).toContain('接口完好');
    expect(text).not.toMatch(/[a-z]{4,}|\{\{/);
  });
});
