import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../log.ts';
import type { Ledger } from './ledger.ts';
import type { Presence } from './presence.ts';
import type { Sessions } from './sessions.ts';
import type { Claims } from './tokens.ts';

/** Open streams: the most of one conversation, as each tab has its own, and of this instance. */
const MOST_OF_ONE = 5;
const MOST_IN_ALL = 5_000;
/** How often each stream is looked after, in ms: pinged, its token checked, and read for what nobody told of. */
const HEARTBEAT = 15_000;
/** A client sends an empty message every 20 s; one that sends more than this in a heartbeat is up to no good. */
const MOST_MESSAGES = 50;
/** How long a stream that is closed may take to say goodbye, in ms. */
const GOODBYE = 1_000;

const REFUSED = 1008;
const FAILED = 1011;
const RESTARTING = 1012;

export interface Streams {
  /** Whether another stream of this conversation may open. */
  hasRoom(conversation: string): boolean;
  /** Makes of an upgrade request a stream of what comes after a position, and all that comes later. */
  open(req: IncomingMessage, socket: Duplex, head: Buffer, claims: Claims, after: number): void;
  /** Closes the streams of a conversation, whose tokens were revoked. */
  end(conversation: string): void;
  /** Closes all; resolves when they are gone. */
  close(): Promise<void>;
}

interface Stream {
  socket: WebSocket;
  claims: Claims;
  position: number;
  /** The pump is at work; `again`: there may be more than it has seen. */
  pumping: boolean;
  again: boolean;
  answered: boolean;
  messages: number;
}

export interface StreamParts {
  ledger: Ledger;
  sessions: Sessions;
  presence: Pick<Presence, 'saw'>;
  log: Log;
  /** Epoch ms. */
  now(): number;
  /** For tests: another one, in ms. */
  heartbeat?: number;
}

/** The open WebSockets of this instance. Each is sent one page at a time, so that a slow client costs one page. */
export function createStreams({
  ledger,
  sessions,
  presence,
  log,
  now,
  heartbeat = HEARTBEAT,
}: StreamParts): Streams {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: 1_024,
    perMessageDeflate: false,
  });
  const streams = new Map<string, Set<Stream>>();
  let count = 0;
  let closing = false;
  const beat = setInterval(() => {
    for (const stream of all()) lookAfter(stream).catch((error: unknown) => fail(stream, error));
  }, heartbeat).unref();

  const all = (): Stream[] => [...streams.values()].flatMap((some) => [...some]);

  function take(socket: WebSocket, claims: Claims, after: number): void {
    const { conv } = claims;
    const stream: Stream = {
      socket,
      claims,
      position: after,
      pumping: false,
      again: false,
      answered: true,
      messages: 0,
    };
    streams.set(conv, (streams.get(conv) ?? new Set()).add(stream));
    count++;
    presence.saw(conv);
    const stopListening = ledger.listen(conv, () => pump(stream));
    socket.on('pong', () => {
      stream.answered = true;
      presence.saw(conv);
    });
    socket.on('message', () => {
      if (++stream.messages > MOST_MESSAGES) socket.close(REFUSED, 'too many messages');
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stopListening();
      const others = streams.get(conv);
      if (others?.delete(stream)) count--;
      if (others?.size === 0) streams.delete(conv);
    });
    pump(stream);
  }

  function pump(stream: Stream): void {
    stream.again = true;
    if (!stream.pumping) void drain(stream);
  }

  /** Nothing is awaited between the last look at `again` and the end of pumping: no word of more is lost. */
  async function drain(stream: Stream): Promise<void> {
    stream.pumping = true;
    try {
      while (stream.again && stream.socket.readyState === stream.socket.OPEN) {
        stream.again = false;
        if (await sendPage(stream)) stream.again = true;
      }
    } catch (error) {
      fail(stream, error);
    }
    stream.pumping = false;
  }

  /** Whether there may be more. */
  async function sendPage(stream: Stream): Promise<boolean> {
    const { activities, position } = await ledger.read(stream.claims.conv, stream.position);
    if (activities.length === 0) return false;
    await sendText(stream.socket, JSON.stringify({ activities, watermark: String(position) }));
    stream.position = position;
    return true;
  }

  async function lookAfter(stream: Stream): Promise<void> {
    const { socket, claims } = stream;
    if (!stream.answered) return socket.terminate();
    if (claims.exp * 1000 <= now()) return socket.close(REFUSED, 'token expired');
    stream.answered = false;
    stream.messages = 0;
    socket.ping();
    const session = await sessions.find(claims.conv);
    if (session?.generation !== claims.gen) return socket.close(REFUSED, 'token revoked');
    pump(stream);
  }

  function fail({ socket }: Stream, error: unknown): void {
    if (socket.readyState !== socket.OPEN) return;
    log.error('a stream failed', { error: String(error) });
    socket.close(FAILED);
  }

  return {
    hasRoom: (conversation) =>
      !closing && count < MOST_IN_ALL && (streams.get(conversation)?.size ?? 0) < MOST_OF_ONE,
    open: (req, socket, head, claims, after) =>
      server.handleUpgrade(req, socket, head, (opened) => take(opened, claims, after)),
    end: (conversation) => {
      for (const { socket } of streams.get(conversation) ?? []) socket.close(REFUSED, 'token revoked');
    },
    close: async () => {
      closing = true;
      clearInterval(beat);
      await Promise.all(all().map(({ socket }) => sayGoodbye(socket)));
    },
  };
}

/** Resolves when the text was handed to the network: a client that does not read holds it up. */
function sendText(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}

function sayGoodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), GOODBYE);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(RESTARTING, 'the service restarts');
  });
}
