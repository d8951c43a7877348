import { expect, onTestFinished, test } from 'vitest';
import { type Client, openChat, openClient } from '../channels/directline/client.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Arrived, type MailServer, openMailServer } from '../mail/helpers.ts';
import { FROM, ON_DUTY, SAYS } from './by-mail.ts';
import { talkWith } from './talk.ts';

/** The clock runs a minute a second until the test is over. */
function letTimePass(wendy: Running): void {
  const timer = setInterval(() => wendy.later(60_000), 1_000);
  onTestFinished(() => clearInterval(timer));
}

interface Scene {
  wendy: Running;
  mail: MailServer;
  page: Client & Awaited<ReturnType<typeof openChat>>;
  id: string;
  reply(text: string): Promise<void>;
  /** Resolves when the customer sees it on the page. */
  shows(text: string): Promise<void>;
  undelivered(): Promise<Json[]>;
}

/** A customer on the web page, which polls; Tom has the case. */
async function openScene(says: readonly string[] = SAYS): Promise<Scene> {
  const mail = await openMailServer();
  const wendy = await openWendy({ at: ON_DUTY, env: { SMTP_URL: mail.url, MAIL_FROM: FROM } });
  const page = await openChat(wendy.url, { webSocket: false });
  for (const text of says) await page.say(text);
  await talkWith(wendy, { conversation: 'of-tom' }).say('/staff tom');
  const { body } = await wendy.staff.get('?status=queued');
  const id = String(at(body, 'cases.0.id'));
  const version = Number(at(body, 'cases.0.version'));
  expect((await wendy.staff.act(id, { type: 'claim', as: 'tom', version })).status).toBe(200);
  return {
    ...{ wendy, mail, page, id },
    reply: async (text) => {
      expect((await wendy.staff.act(id, { type: 'reply', as: 'tom', text })).status).toBe(200);
    },
    shows: (text) => page.until(() => page.texts().some((shown) => shown.includes(text)), text),
    undelivered: async () => {
      const history = at((await wendy.staff.get(`/${id}`)).body, 'history');
      return (Array.isArray(history) ? history : []).filter((entry) => at(entry, 'did') === 'undelivered');
    },
  };
}

const says =
  (text: string) =>
  ({ to, parsed }: Arrived): boolean =>
    to.includes('ann@example.com') && parsed.text?.includes(text) === true;

test('who has closed the page gets by mail, once, what came afterwards, and nothing that they have read', async () => {
  const { wendy, mail, page, id, reply, shows, undelivered } = await openScene();
  await shows('You may close this page: what our people write then comes there too.');
  await reply('Which lamps are lit?');
  await shows('Which lamps are lit?');
  await reply('Is it the green one?');
  await shows('Is it the green one?');
  page.line.end();
  await reply('Please change the power supply.');
  letTimePass(wendy);
  const letter = await mail.until(1, says('Please change the power supply.'));
  expect(letter.parsed.subject).toContain(id);
  expect(letter.parsed.text).toContain('Our chat page was closed on your side when this came');
  expect(mail.arrived.filter(says('Which lamps are lit?'))).toEqual([]);
  expect(mail.arrived.filter(says('Please change the power supply.'))).toHaveLength(1);
  expect((await undelivered()).at(-1)).toMatchObject({ reason: 'unread', to: 'ann@example.com' });
  const tom = wendy.farEnd.taken.filter(({ conversation }) => conversation === 'of-tom');
  expect(tom.map(({ activity }) => activity.text).join()).toContain(
    'because their chat page is closed: "Please change the power supply."',
  );
  const { conversationId, token } = page.pass;
  const back = openClient(wendy.url, { webSocket: true, token, conversationId, watermark: '0' });
  await back.until(() => back.texts().includes('Please change the power supply.'), 'the words on the page');
});

test('who has closed the page and gave no address is to be called, and hears it there after all', async () => {
  const { wendy, page, reply } = await openScene([
    'my camera has no power',
    'person',
    'Ann Hill',
    'skip',
    '+44 20 7946 0123',
  ]);
  page.line.end();
  await reply('Please change the power supply.');
  letTimePass(wendy);
  const isToCall = (): boolean =>
    wendy.farEnd.taken.some(({ activity }) => activity.text?.includes('Their phone number is +44') === true);
  await wendy.farEnd.until(isToCall, 'the word that they are to be called');
});

test('a restart while the page is closed loses nothing of it', async () => {
  const { wendy, mail, page, reply } = await openScene();
  page.line.end();
  await reply('Please change the power supply.');
  await wendy.restart();
  letTimePass(wendy);
  await mail.until(1, says('Please change the power supply.'));
});
