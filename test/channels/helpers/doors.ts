import { onTestFinished } from 'vitest';
import { createServer, type ServerParts } from '../../../src/channels/server.ts';
import type { DoorSettings } from '../../../src/channels/settings.ts';
import type { Inbound, Outgoing, SendTo } from '../../../src/conversation/types.ts';
import type { Log } from '../../../src/log.ts';
import { createIntake } from '../../../src/media/intake.ts';

/** The doors, open on a free port, with a far side that records what comes through. */
export interface OpenDoors {
  port: number;
  url: string;
  inbound: { inbound: Inbound; inline: boolean }[];
  settled: Promise<boolean>[];
  logged: string[];
  send: SendTo;
  close(): Promise<void>;
  post(activity: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export const localSettings: DoorSettings = {
  port: 0,
  host: '127.0.0.1',
  local: true,
  bot: undefined,
  publicUrl: undefined,
  webChatOrigins: [],
  botFramework: {},
  staffApiToken: 'a-staff-token',
  rateLimit: true,
  trustsProxy: () => false,
};

export interface DoorOptions extends Partial<Omit<ServerParts, 'config'>> {
  settings?: Partial<DoorSettings>;
  replies?: (inbound: Inbound) => Outgoing[];
}

/** Opens the doors for one test; they close with it. */
export async function openDoors(options: DoorOptions = {}): Promise<OpenDoors> {
  const { settings, replies = () => [{ text: 'Noted.', choices: [] }], ...parts } = options;
  const inbound: OpenDoors['inbound'] = [];
  const settled: Promise<boolean>[] = [];
  const logged: string[] = [];
  const doors = await createServer({
    config: { ...localSettings, ...settings },
    async receive(came, { inline }) {
      inbound.push({ inbound: came, inline });
      const { promise, resolve } = Promise.withResolvers<boolean>();
      settled.push(promise);
      return { replies: inline ? replies(came) : [], settle: resolve };
    },
    staffApi: {
      list: async (query) => ({ status: 200, body: { query } }),
      get: async (id) => ({ status: 200, body: { id } }),
      attachment: async () => ({ type: 'image/jpeg', name: '', bytes: Buffer.from('a picture') }),
      figures: async (query, wants) => ({ status: 200, body: { query, wants } }),
      act: async (id, body, { idempotencyKey }) => ({ status: 200, body: { id, body, idempotencyKey } }),
    },
    intake: createIntake({ shelf: { put: async () => {} }, log: recordingLog(logged), now: Date.now }),
    store: noStore,
    log: recordingLog(logged),
    ready: () => true,
    ...parts,
  });
  const { port } = await doors.listen();
  onTestFinished(() => doors.close());
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    url,
    inbound,
    settled,
    logged,
    send: doors.send,
    close: doors.close,
    post: (activity, headers = {}) => postJson(`${url}/api/messages`, activity, headers),
  };
}

export async function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A good message of a customer, as the emulator sends it. */
export function message(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: 'activity-1',
    channelId: 'emulator',
    serviceUrl: 'http://localhost:9',
    conversation: { id: 'conversation-1' },
    from: { id: 'customer-1', name: 'Sam' },
    recipient: { id: 'bot-1', name: 'Wendy' },
    text: 'hello',
    deliveryMode: 'expectReplies',
    ...changes,
  };
}

/** For the doors that need none. */
const noStore: ServerParts['store'] = {
  commit: () => Promise.reject(new Error('there is no store')),
  get: () => Promise.reject(new Error('there is no store')),
  rows: () => Promise.reject(new Error('there is no store')),
  row: () => Promise.reject(new Error('there is no store')),
  onChange: () => () => {},
};

function recordingLog(lines: string[]): Log {
  const record = (text: string, fields?: Record<string, unknown>): void => {
    lines.push(`${text} ${JSON.stringify(fields ?? {})}`);
  };
  return { info: record, warn: record, error: record };
}
