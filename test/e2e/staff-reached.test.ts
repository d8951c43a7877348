import { describe, expect, test } from 'vitest';
import { readVoice, type Voice } from '../../src/app.ts';
import { createStaffList, type Staff } from '../../src/desk/staff.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openTeams, type TeamsConnector } from '../helpers/teams-connector.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Arrived, type MailServer, openMailServer } from '../mail/helpers.ts';
import { ON_DUTY } from './by-mail.ts';
import { talkWith } from './talk.ts';

const FROM = 'Wendy <support@example.com>';
const TOM = 'tom@ratingsecu.example';
const LI = 'li@ratingsecu.example';
const MEI = 'mei@ratingsecu.example';

type ChangeStaff = (all: readonly Staff[]) => readonly Staff[];

interface Scene {
  wendy: Running;
  teams: TeamsConnector;
  mail: MailServer;
  customer: ReturnType<typeof talkWith>;
  id: string;
  history(did: string): Promise<Json[]>;
}

let voice: Promise<Voice> | undefined;

/** What Wendy says, with other people at work. */
async function withStaff(change: ChangeStaff = (all) => all): Promise<Voice> {
  voice ??= readVoice();
  const content = await voice;
  return { ...content, staffList: createStaffList(change(content.staffList.all)) };
}

/** A case that Tom holds, who talks with Wendy in Teams. */
async function openScene(options: { mail?: MailServer; staff?: ChangeStaff } = {}): Promise<Scene> {
  const mail = options.mail ?? (await openMailServer());
  const env = { SMTP_URL: mail.url, MAIL_FROM: FROM };
  const wendy = await openWendy({ at: ON_DUTY, env, content: await withStaff(options.staff) });
  const teams = await openTeams();
  await talkWith(wendy, { channel: 'msteams', conversation: 'a:tom', serviceUrl: teams.url }).say(
    '/staff tom',
  );
  const customer = talkWith(wendy);
  const { trace } = await customer.sayAll(
    'my camera has no power',
    'person',
    'Ann Hill',
    'ann@example.com',
    'skip',
  );
  const id = trace?.case?.id ?? '';
  const version = Number(at((await wendy.staff.get(`/${id}`)).body, 'version'));
  expect((await wendy.staff.act(id, { type: 'claim', as: 'tom', version })).status).toBe(200);
  return {
    ...{ wendy, teams, mail, customer, id },
    history: async (did) => {
      const all = at((await wendy.staff.get(`/${id}`)).body, 'history');
      return (Array.isArray(all) ? all : []).filter((entry) => at(entry, 'did') === did);
    },
  };
}

const tells = (to: string, phrase: string) => (one: Arrived) =>
  one.to.includes(to) && one.parsed.text?.includes(phrase) === true;
const without = (ids: readonly string[]) => (all: readonly Staff[]) =>
  all.map((staff) => (ids.includes(staff.id) ? { ...staff, mail: undefined } : staff));

describe('what the technician can no longer be told in the chat', () => {
  test.each([
    [403, 'ConversationBlockedByUser', 'blocked'],
    [403, 'BotNotInConversationRoster', 'not_in_roster'],
    [404, 'ConversationNotFound', 'gone'],
  ])(
    'for %i %s goes to them by mail, once, and so does what follows until they write again',
    async (status, code, reason) => {
      const scene = await openScene();
      scene.teams.close('a:tom', status, code);
      await scene.customer.say('it smells of nothing');
      const one = await scene.mail.until(1, tells(TOM, 'it smells of nothing'));
      expect(one.parsed.subject).toBe(`high · ${scene.id} · no power · Ann Hill`);
      expect(await scene.history('staff_undelivered')).toMatchObject([{ to: 'tom', reason }]);
      await scene.customer.say('and the light is off');
      await scene.mail.until(1, tells(TOM, 'and the light is off'));
      expect(await scene.history('staff_undelivered')).toHaveLength(1);
      scene.teams.open('a:tom');
      await talkWith(scene.wendy, {
        channel: 'msteams',
        conversation: 'a:tom',
        serviceUrl: scene.teams.url,
      }).say('/staff tom');
      await scene.customer.say('are you there again?');
      await scene.teams.until(() =>
        (scene.teams.taken.get('a:tom') ?? []).some((text) => text.includes('are you there again?')),
      );
      expect(scene.mail.arrived.filter(tells(TOM, 'are you there again?'))).toEqual([]);
    },
  );

  test('nor by mail, goes to their deputy', async () => {
    const mail = await openMailServer({ refuse: (address) => (address === TOM ? 550 : undefined) });
    const scene = await openScene({ mail });
    scene.teams.close('a:tom', 403, 'ConversationBlockedByUser');
    await scene.customer.say('it smells of nothing');
    const one = await mail.until(1, tells(LI, 'it smells of nothing'));
    expect(one.parsed.text).toContain('Tom');
    expect(await scene.history('staff_undelivered')).toMatchObject([
      { to: 'tom', reason: 'blocked' },
      { to: 'tom', reason: 'refused' },
    ]);
  });

  test('with no address of theirs or of the deputy, goes to the supervisor', async () => {
    const scene = await openScene({ staff: without(['tom', 'li']) });
    scene.teams.close('a:tom', 403, 'ConversationBlockedByUser');
    await scene.customer.say('it smells of nothing');
    await scene.mail.until(1, tells(MEI, 'it smells of nothing'));
  });

  test('waits for a mail server that is away', async () => {
    const away = await openMailServer();
    const scene = await openScene({ mail: away });
    await away.close();
    scene.teams.close('a:tom', 403, 'ConversationBlockedByUser');
    await scene.customer.say('it smells of nothing');
    await expect.poll(() => scene.history('staff_undelivered')).toHaveLength(1);
    const mail = await openMailServer({ port: away.port });
    await scene.wendy.restart();
    scene.wendy.later(3_600_000);
    await mail.until(1, tells(TOM, 'it smells of nothing'));
    expect(mail.arrived.filter(tells(TOM, 'it smells of nothing'))).toHaveLength(1);
  });

  test('nor anybody else be told at all, ends with a line in the log and the promise that moves the case on', async () => {
    const scene = await openScene({ staff: without(['tom', 'li', 'mei', 'anna', 'wei']) });
    scene.teams.close('a:tom', 403, 'ConversationBlockedByUser');
    await scene.customer.say('it smells of nothing');
    await expect.poll(() => scene.wendy.errors.join('\n')).toContain('nobody of the staff could be told');
    scene.wendy.later(3 * 24 * 3_600_000);
    await scene.wendy.farEnd.until(
      () =>
        scene.wendy.farEnd.taken.some(({ activity }) =>
          activity.text?.includes('nobody has answered you in time'),
        ),
      'the customer is told',
    );
  });
});

describe('who has not yet written to Wendy', () => {
  const inTeams = (all: readonly Staff[]): readonly Staff[] =>
    all.map((staff) =>
      staff.id === 'tom'
        ? { ...staff, ids: [{ channel: 'msteams', id: 'oid-of-tom', tenant: 'tenant-1' }] }
        : staff,
    );

  test('is invited once by mail, over restarts, and others, whom no channel could vouch for, are not', async () => {
    const mail = await openMailServer();
    const wendy = await openWendy({
      env: { SMTP_URL: mail.url, MAIL_FROM: FROM },
      content: await withStaff(inTeams),
    });
    const one = await mail.until(1);
    expect(one.to).toEqual([TOM]);
    expect(one.parsed.text).toContain('Please open our chat and write "help".');
    await wendy.restart();
    await talkWith(wendy).sayAll('my camera has no power', 'person');
    const notice = await mail.until(1, tells(TOM, 'Somebody asks for a person'));
    expect(notice.parsed.replyTo).toBeUndefined();
    expect(mail.arrived.filter(({ parsed }) => parsed.text?.includes('Please open our chat'))).toHaveLength(
      1,
    );
  });

  test('is shown the way to the chat in Teams, where the bot has an identity', async () => {
    const mail = await openMailServer();
    await openWendy({
      env: {
        SMTP_URL: mail.url,
        MAIL_FROM: FROM,
        MicrosoftAppId: 'app-1',
        MicrosoftAppPassword: 'secret',
        RATE_LIMIT: 'on',
      },
      content: await withStaff(inTeams),
    });
    const one = await mail.until(1);
    expect(one.parsed.text).toContain('https://teams.microsoft.com/l/chat/0/0?users=28:app-1');
  });
});
