import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Received } from '../../src/conversation/types.ts';
import { message, type OpenDoors, openDoors } from './helpers/doors.ts';
import { request, sendRaw, statusOf } from './helpers/raw.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const good = JSON.stringify(message());

/** A connection on which `start` was sent; `closed` when the doors end it. */
async function open({ port }: OpenDoors, start = ''): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (start !== '') await new Promise((resolve) => socket.write(start, resolve));
  return { socket, closed };
}

async function served({ port }: OpenDoors): Promise<void> {
  expect(statusOf(await sendRaw(port, request('POST /api/messages', JSON_TYPE, good)))).toBe(200);
}

describe('connections', () => {
  const starts: Record<string, string> = {
    'that say nothing': '',
    'that send their head letter by letter': 'POST /api/mess',
    'that send a head without end': 'GET /live HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n',
    'that send their body letter by letter': request(
      'POST /api/messages',
      { ...JSON_TYPE, 'Content-Length': '99' },
      '{',
    ),
  };

  test.each(Object.keys(starts))('%s make room for who comes after them', async (name) => {
    const doors = await openDoors({ connections: { most: 40, mostOfAddress: 10 } });
    const slow = [];
    for (let at = 0; at < 60; at++) slow.push(await open(doors, starts[name]));
    await Promise.all(slow.slice(0, 50).map(({ closed }) => closed));
    await served(doors);
    expect(slow.slice(52).every(({ socket }) => !socket.destroyed)).toBe(true);
  });

  test('of a trusted proxy have no bound but the one of all', async () => {
    const doors = await openDoors({
      connections: { most: 40, mostOfAddress: 5 },
      settings: { trustsProxy: (address) => address === '127.0.0.1' },
    });
    const idle = [];
    for (let at = 0; at < 50; at++) idle.push(await open(doors));
    await Promise.all(idle.slice(0, 10).map(({ closed }) => closed));
    expect(idle.slice(12).every(({ socket }) => !socket.destroyed)).toBe(true);
  });

  test('whose request is being answered are not cut for others', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Received>();
    const doors = await openDoors({
      connections: { most: 5 },
      receive() {
        asked.resolve();
        return answer.promise;
      },
    });
    const answered = doors.post(message());
    await asked.promise;
    const others = [];
    for (let at = 0; at < 20; at++) others.push(await open(doors));
    await Promise.all(others.slice(0, 15).map(({ closed }) => closed));
    answer.resolve({ replies: [], settle: () => undefined });
    expect((await answered).status).toBe(200);
  });

  test('are refused at most where all others wait for an answer', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Received>();
    let waiting = 0;
    const doors = await openDoors({
      connections: { most: 2 },
      receive() {
        if (++waiting === 2) asked.resolve();
        return answer.promise;
      },
    });
    const answered = [doors.post(message()), doors.post(message({ id: 'another' }))];
    await asked.promise;
    await (await open(doors)).closed;
    answer.resolve({ replies: [], settle: () => undefined });
    for (const one of await Promise.all(answered)) expect(one.status).toBe(200);
  });
});
