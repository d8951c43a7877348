import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readVoice } from '../../src/app.ts';
import { importCustomers, readCustomers } from '../../src/desk/customers.ts';
import { createStaffList } from '../../src/desk/staff.ts';
import { silentLog } from '../../src/log.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running, type WendyOptions } from '../helpers/wendy.ts';
import { talkWith } from './talk.ts';

const MONDAY = '2026-03-02T02:00:00Z';
const LIST = [
  'name,email,domain,phone,owner',
  'Carter,,carter.example,,wei',
  'Lee,lee@carter.example,,,anna',
  'Miller,,,+442079460000,wei',
].join('\n');

/** Wendy on a data directory whose customers' list was imported before she was started. */
async function openWithList(options: WendyOptions = {}): Promise<Running> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wendy-'));
  const store = await openEmbeddedStore({ dir: dataDir, log: silentLog });
  const read = readCustomers(LIST, { isSales: () => true, country: 'CN' });
  await importCustomers(store, 'customers' in read ? read.customers : []);
  await store.close();
  return openWendy({ at: MONDAY, dataDir, ...options });
}

/** What the last case in the list says of who has it. */
async function lastCase(wendy: Running): Promise<Json | undefined> {
  const { body } = await wendy.staff.get('?limit=1000');
  return (at(body, 'cases') as Json[])
    .toSorted((a, b) => String(at(a, 'id')).localeCompare(String(at(b, 'id'))))
    .at(-1);
}

describe('a customer without a known serial number', () => {
  test.each([
    ['by the domain of their company', 'sam@carter.example', 'skip', 'wei'],
    ['by their own address before the domain', 'Lee@Carter.example', 'skip', 'anna'],
    ['by their phone number', 'sam@other.example', '+44 20 7946 0000', 'wei'],
  ])(
    'is known %s: the case goes on to whoever looks after them, and they are told',
    async (_how, email, phone, owner) => {
      const wendy = await openWithList();
      const talk = talkWith(wendy);
      await talk.sayAll('how much is a PTZ camera?', 'send them', 'Sam Carter', email);
      const { texts } = await talk.say(phone);
      expect(await lastCase(wendy)).toMatchObject({
        owner,
        offered: owner,
        status: 'with_sales',
        queue: 'sales',
      });
      const all = [...texts].join('\n');
      expect(all).not.toContain('Who of our sales team');
      const { body } = await wendy.staff.get('?limit=1');
      expect(at(body, 'cases.0.transcript')).toContainEqual(
        expect.objectContaining({
          text: expect.stringContaining(owner === 'wei' ? 'Wei answers you' : 'Anna answers you'),
        }),
      );
    },
  );

  test('of a mail provider is asked who their contact is', async () => {
    const wendy = await openWithList();
    const talk = talkWith(wendy);
    const { texts } = await talk.sayAll(
      'how much is a PTZ camera?',
      'send them',
      'Sam',
      'sam@gmail.com',
      'skip',
    );
    expect(texts.join('\n')).toContain('Who of our sales team');
    expect(await lastCase(wendy)).toMatchObject({ owner: null, offered: 'anna' });
  });

  test('goes by language where the one who looked after them works here no more', async () => {
    const voice = await readVoice();
    const staffList = createStaffList(voice.staffList.all.filter(({ id }) => id !== 'wei'));
    const wendy = await openWithList({ content: { ...voice, staffList } });
    const talk = talkWith(wendy);
    await talk.sayAll('how much is a PTZ camera?', 'send them', 'Sam', 'sam@carter.example', 'skip');
    expect(await lastCase(wendy)).toMatchObject({ owner: null, offered: 'anna', queue: 'sales' });
  });

  test('comes back to the salesperson of their last case, in the same chat or by the same address', async () => {
    const wendy = await openWendy({ at: MONDAY });
    const talk = talkWith(wendy);
    await talk.sayAll(
      'how much is a PTZ camera?',
      'send them',
      'Sam',
      'sam@other.example',
      'skip',
      'unknown',
    );
    const first = await lastCase(wendy);
    const id = String(at(first, 'id'));
    const { body } = await wendy.staff.act(id, {
      type: 'claim',
      as: 'wei',
      version: Number(at(first, 'version')),
    });
    expect(body).toMatchObject({ assignee: 'wei' });
    const other = talkWith(wendy);
    await other.sayAll(
      'what does a dome cost? is it in stock?',
      'send them',
      'Sam again',
      'SAM@other.example',
    );
    expect(await lastCase(wendy)).toMatchObject({ owner: 'wei', offered: 'wei' });
    const same = talkWith(wendy, { id: talk.speaker.id });
    await same.sayAll('do you have a catalogue?', 'send them');
    expect(await lastCase(wendy)).toMatchObject({ owner: 'wei', offered: 'wei' });
  });

  test('who writes Chinese is asked by nobody but who speaks it', async () => {
    const wendy = await openWendy({ at: MONDAY });
    await talkWith(wendy).sayAll('请问RS-D200多少钱，有现货吗', '发送');
    expect(await lastCase(wendy)).toMatchObject({ locale: 'zh', queue: 'sales', offered: 'wei' });
  });
});
