import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { at, type Json } from '../helpers/staff-client.ts';
import { openTeams, type TeamsConnector } from '../helpers/teams-connector.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Arrived, type MailServer, openMailServer } from '../mail/helpers.ts';
import { talkWith } from './talk.ts';

const WORDS = 'The infrared board is burnt. **Please** send us the dome.';
const FROM = 'Wendy <support@example.com>';
/** Monday, 10:00 in Shenzhen: people are on duty. */
const ON_DUTY = '2026-03-02T02:00:00Z';
/** Of the mails those that come in place of a message in the chat: others confirm the case, or tell staff of it. */
const isMissed = ({ parsed }: Arrived): boolean =>
  parsed.text?.includes('could not deliver this in our chat') === true;
const missedIn = ({ arrived }: MailServer): Arrived[] => arrived.filter(isMissed);

interface Scene {
  wendy: Running;
  teams: TeamsConnector;
  /** The case of a customer in Teams, held by Tom. */
  id: string;
  customer: ReturnType<typeof talkWith>;
  reply(text?: string): Promise<void>;
  /** What Tom has read in his chat. */
  told(): string[];
  history(): Promise<Json[]>;
}

const ENGLISH = ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'];

async function openScene(mail: MailServer | undefined, said: readonly string[] = ENGLISH): Promise<Scene> {
  const env = mail ? { SMTP_URL: mail.url, MAIL_FROM: FROM } : undefined;
  const wendy = await openWendy({ at: ON_DUTY, ...(env && { env }) });
  const teams = await openTeams();
  const customer = talkWith(wendy, { channel: 'msteams', conversation: 'a:1', serviceUrl: teams.url });
  await customer.sayAll(...said);
  const tom = talkWith(wendy, { conversation: 'of-tom' });
  await tom.say('/staff tom');
  const { body } = await wendy.staff.get('?status=queued');
  const id = String(at(body, 'cases.0.id'));
  const version = Number(at(body, 'cases.0.version'));
  expect((await wendy.staff.act(id, { type: 'claim', as: 'tom', version })).status).toBe(200);
  await teams.until(() => teams.taken.has('a:1'));
  return {
    wendy,
    teams,
    id,
    customer,
    reply: async (text = WORDS) => {
      expect((await wendy.staff.act(id, { type: 'reply', as: 'tom', text })).status).toBe(200);
    },
    told: () =>
      wendy.farEnd.taken
        .filter(({ conversation }) => conversation === 'of-tom')
        .map(({ activity }) => activity.text ?? ''),
    history: async () => {
      const entries = at((await wendy.staff.get(`/${id}`)).body, 'history');
      return Array.isArray(entries) ? entries : [];
    },
  };
}

const entriesOf = async (scene: Scene, did: string): Promise<Json[]> =>
  (await scene.history()).filter((entry) => at(entry, 'did') === did);

describe("a technician's words that Teams does not take", () => {
  test.each([
    [403, 'ConversationBlockedByUser', 'blocked', 'they have blocked me'],
    [403, 'BotNotInConversationRoster', 'not_in_roster', 'I am not in that chat any more'],
    [403, 'BotDisabledByAdmin', 'disabled', 'their administrator has switched me off'],
    [404, 'ConversationNotFound', 'gone', 'that chat is gone'],
  ])('for %i %s go by mail once, and the technician is told', async (status, code, reason, because) => {
    const mail = await openMailServer();
    const scene = await openScene(mail);
    scene.teams.close('a:1', status, code);
    await scene.reply();
    const one = await mail.until(1, isMissed);
    expect(one.to).toEqual(['ann@example.com']);
    expect(one.parsed.subject).toContain(scene.id);
    expect(one.parsed.text).toContain('Hello Ann Hill,');
    expect(one.parsed.text).toContain('> The infrared board is burnt. Please send us the dome.');
    expect(one.parsed.text).toContain(`name your case, ${scene.id}`);
    await scene.wendy.farEnd.until(() => scene.told().some((text) => text.includes(because)), 'Tom is told');
    const [word] = scene.told().filter((text) => text.includes(because));
    expect(word).toContain(WORDS);
    expect(word).toContain('I send it by mail to ann@example.com.');
    expect(await entriesOf(scene, 'undelivered')).toMatchObject([{ reason, to: 'ann@example.com' }]);
    await scene.wendy.restart();
    await scene.reply('A second message.');
    await mail.until(2, isMissed);
    expect(missedIn(mail).map(({ parsed }) => parsed.text?.includes('A second message.'))).toEqual([
      false,
      true,
    ]);
  });

  test('arrive by mail once when the mail server was away, also over a restart', async () => {
    const away = await openMailServer();
    const scene = await openScene(away);
    await away.close();
    scene.teams.close('a:1', 403, 'ConversationBlockedByUser');
    await scene.reply();
    await scene.wendy.farEnd.until(() => scene.told().some((text) => text.includes('by mail')), 'told');
    await scene.wendy.restart();
    const mail = await openMailServer({ port: away.port });
    scene.wendy.later(3_600_000);
    await mail.until(1, isMissed);
    expect(missedIn(mail).map(({ to }) => to)).toEqual([['ann@example.com']]);
    expect(await entriesOf(scene, 'undelivered')).toHaveLength(1);
  });

  test('and that the mail server refuses as well are told to the technician', async () => {
    let refused = false;
    const mail = await openMailServer({ refuse: () => (refused ? 550 : undefined) });
    const scene = await openScene(mail);
    await mail.until(1, ({ to }) => to.includes('ann@example.com'));
    refused = true;
    scene.teams.close('a:1', 403, 'ConversationBlockedByUser');
    await scene.reply();
    await scene.wendy.farEnd.until(
      () => scene.told().some((text) => text.includes('the mail to ann@example.com did not arrive either')),
      'the second word',
    );
    expect(await entriesOf(scene, 'mail_undelivered')).toMatchObject([
      { reason: 'refused', to: 'ann@example.com' },
    ]);
    expect(missedIn(mail)).toEqual([]);
  });

  test('and that have no mail address to go to name the phone number', async () => {
    const scene = await openScene(await openMailServer(), [
      ...ENGLISH.slice(0, 3),
      'skip',
      '+44 20 7946 0018',
    ]);
    scene.teams.close('a:1', 403, 'ConversationBlockedByUser');
    await scene.reply();
    await scene.wendy.farEnd.until(
      () => scene.told().some((text) => text.includes('+442079460018')),
      'the phone number',
    );
    expect(await entriesOf(scene, 'undelivered')).toMatchObject([{ reason: 'blocked' }]);
  });

  test('become a file in Chinese, for who talks Chinese, where no mail server is set', async () => {
    const scene = await openScene(undefined, ['摄像头没有电', '人工', '王小明', 'ming@example.com', '跳过']);
    scene.teams.close('a:1', 403, 'ConversationBlockedByUser');
    await scene.reply();
    const folder = join(scene.wendy.dataDir, 'mail');
    const mails = async () => {
      const names = await readdir(folder).catch(() => []);
      const all = await Promise.all(
        names.map(async (name) => simpleParser(await readFile(join(folder, name)))),
      );
      return all.filter(({ text }) => text?.includes('在聊天里没能送达'));
    };
    await expect.poll(async () => (await mails()).length, { timeout: 5_000 }).toBe(1);
    const [parsed] = await mails();
    expect(parsed?.subject).toContain(`您的工单 ${scene.id}`);
    expect(parsed?.text).toContain('王小明，您好：');
  });
});

test('what Wendy says in talk is not repeated by mail', async () => {
  const mail = await openMailServer();
  const wendy = await openWendy({ env: { SMTP_URL: mail.url, MAIL_FROM: FROM } });
  const teams = await openTeams();
  teams.close('a:1', 403, 'ConversationBlockedByUser');
  const ann = talkWith(wendy, { channel: 'msteams', conversation: 'a:1', serviceUrl: teams.url });
  await ann.sayAll('my camera has no power', 'person', 'Ann Hill', 'ann@example.com');
  await ann.say('no, hello', { deliveryMode: undefined });
  await teams.until(() => (teams.answers.get(403) ?? 0) > 0);
  await wendy.restart();
  expect(missedIn(mail)).toEqual([]);
});
