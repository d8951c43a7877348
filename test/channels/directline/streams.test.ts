import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Ledger } from '../../../src/channels/directline/ledger.ts';
import { createStreams, type StreamParts } from '../../../src/channels/directline/streams.ts';
import { silentLog } from '../../../src/log.ts';

const MEGABYTE = 'x'.repeat(1_000_000);
const MOST_PAGES = 200;

/** A ledger whose pages are a megabyte each, and which counts what is read. */
function bigLedger() {
  const left = Promise.withResolvers<void>();
  const ledger: Ledger & { reads: number; left: Promise<void> } = {
    reads: 0,
    left: left.promise,
    append: async () => {},
    async read(_conversation, after) {
      ledger.reads++;
      if (after >= MOST_PAGES) return { activities: [], position: after };
      return { activities: [{ id: String(after), type: 'message', text: MEGABYTE }], position: after + 1 };
    },
    listen: () => () => left.resolve(),
    close: () => {},
  };
  return ledger;
}

const emptyLedger = (): Ledger => ({
  ...bigLedger(),
  read: async (_conversation, after) => ({ activities: [], position: after }),
});

const claims = { use: 'talk', conv: 'c', user: 'dl_u', gen: 0, iat: 0, exp: 2_000_000_000 } as const;

/** Streams on a server of their own, which lets everyone in. */
async function openStreams(over: Partial<StreamParts>) {
  const streams = createStreams({
    ledger: emptyLedger(),
    sessions: {
      find: async () => ({ v: 1, user: 'dl_u', generation: 0, startedAt: '' }),
      start: async () => true,
      revoke: async () => {},
    },
    presence: { saw: () => {} },
    log: silentLog,
    now: () => 0,
    heartbeat: 50,
    ...over,
  });
  const server = createServer();
  server.on('upgrade', (req, socket, head) => {
    if (streams.hasRoom('c')) streams.open(req, socket, head, claims, 0);
    else socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await streams.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const connect = async (onText: (text: string) => void = () => {}): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    socket.on('message', (data) => onText(data.toString()));
    onTestFinished(() => socket.terminate());
    socket.on('error', () => {});
    await once(socket, 'open');
    return socket;
  };
  return { streams, connect };
}

describe('a stream', () => {
  test('whose client does not read is let go, and holds no more than it was sent', async () => {
    const ledger = bigLedger();
    const { connect } = await openStreams({ ledger });
    const socket = await connect();
    (socket as unknown as { _socket: Socket })._socket.pause();
    await ledger.left;
    expect(ledger.reads).toBeLessThan(MOST_PAGES / 4);
  });

  test('whose client reads gets all of it', async () => {
    const ledger = bigLedger();
    const { connect } = await openStreams({ ledger, heartbeat: 60_000 });
    const seen: string[] = [];
    const all = Promise.withResolvers<void>();
    await connect((text) => {
      const { activities, watermark } = JSON.parse(text);
      seen.push(activities[0].id);
      if (watermark === String(MOST_PAGES)) all.resolve();
    });
    await all.promise;
    expect(seen).toEqual(Array.from({ length: MOST_PAGES }, (_, at) => String(at)));
  });

  test('is closed when its token expires', async () => {
    const { connect } = await openStreams({ now: () => 2_000_000_000_000 });
    const [code] = await once(await connect(), 'close');
    expect(code).toBe(1008);
  });

  test('is closed when its token was revoked on another instance', async () => {
    const sessions = { find: async () => ({ v: 1, user: 'dl_u', generation: 1, startedAt: '' }) as const };
    const { connect } = await openStreams({
      sessions: { ...sessions, start: async () => true, revoke: async () => {} },
    });
    const [code] = await once(await connect(), 'close');
    expect(code).toBe(1008);
  });

  test('is closed at once when its token is revoked here', async () => {
    const { streams, connect } = await openStreams({ heartbeat: 60_000 });
    const closed = once(await connect(), 'close');
    streams.end('c');
    expect((await closed)[0]).toBe(1008);
  });

  test('is closed where the client floods it, or sends what is too big', async () => {
    const { connect } = await openStreams({ heartbeat: 60_000 });
    const flood = await connect();
    for (let count = 0; count < 100; count++) flood.send('');
    expect((await once(flood, 'close'))[0]).toBe(1008);
    const big = await connect();
    big.send(MEGABYTE);
    expect((await once(big, 'close'))[0]).toBe(1009);
  });

  test('has four others of the same conversation beside it at most, and makes room when it goes', async () => {
    const { streams, connect } = await openStreams({ heartbeat: 60_000 });
    const sockets = [await connect()];
    while (streams.hasRoom('c')) sockets.push(await connect());
    expect(sockets).toHaveLength(5);
    expect(streams.hasRoom('another')).toBe(true);
    sockets[0]?.close();
    await once(sockets[0] as WebSocket, 'close');
    sockets.push(await connect());
    expect(streams.hasRoom('c')).toBe(false);
  });

  test('is told when the service restarts', async () => {
    const { streams, connect } = await openStreams({ heartbeat: 60_000 });
    const closed = once(await connect(), 'close');
    await streams.close();
    expect((await closed)[0]).toBe(1012);
  });
});
