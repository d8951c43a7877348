import { describe, expect, test } from 'vitest';
import { messageOf, post } from '../helpers/channel.ts';
import { at } from '../helpers/staff-client.ts';
import { openTeams, type TeamsConnector } from '../helpers/teams-connector.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';

const TEAM = { id: '19:general@thread.tacv2', conversationType: 'channel', isGroup: true, tenantId: 't' };
const chatOf = (name: string) => ({ id: `a:${name}`, conversationType: 'personal', tenantId: 't' });
const BOT = { id: '28:app', name: 'Wendy' };

const OPEN = 'choose to chat with me';
const HERE = 'in our own chat, just now';
const NAME = 'What is your name';

interface Person {
  /** Says it in the team, to Wendy. */
  inTeam(text: string): Promise<void>;
  inChat(text: string): Promise<void>;
  /** Comes to their own chat with Wendy without a word. */
  arrives(): Promise<void>;
}

async function openScene() {
  const wendy = await openWendy();
  const teams = await openTeams({ scale: 50 });
  return { wendy, teams, sam: personOf(wendy, teams, 'sam'), eva: personOf(wendy, teams, 'eva') };
}

function personOf(wendy: Running, teams: TeamsConnector, name: string): Person {
  const say = async (text: string, changes: Record<string, unknown>): Promise<void> => {
    const speaker = { id: `29:${name}`, channel: 'msteams', conversation: '', serviceUrl: teams.url };
    const activity = messageOf(speaker, text, { recipient: BOT, deliveryMode: undefined, ...changes });
    expect((await post(wendy.url, activity)).status).toBe(200);
  };
  const entities = [{ type: 'mention', mentioned: BOT, text: '<at>Wendy</at>' }];
  return {
    inTeam: (text) => say(`<at>Wendy</at> ${text}`, { conversation: TEAM, entities }),
    inChat: (text) => say(text, { conversation: chatOf(name) }),
    arrives: () =>
      say('', {
        type: 'conversationUpdate',
        text: undefined,
        conversation: chatOf(name),
        membersAdded: [{ id: `29:${name}` }, BOT],
      }),
  };
}

const textsIn = (teams: TeamsConnector, conversation: string): string =>
  (teams.taken.get(conversation) ?? []).join('\n');
const untilIn = (teams: TeamsConnector, conversation: string, words: string): Promise<void> =>
  teams.until(() => textsIn(teams, conversation).includes(words));

describe('a talk that began in a team', () => {
  test('goes on in their own chat for what is personal, with all that was said, and stays there', async () => {
    const { wendy, teams, sam } = await openScene();
    await sam.inTeam('my dome camera has no power');
    await sam.inTeam('person');
    await untilIn(teams, TEAM.id, OPEN);
    expect(textsIn(teams, TEAM.id)).not.toContain(NAME);
    await sam.inChat('hello');
    await untilIn(teams, 'a:sam', NAME);
    for (const text of ['Sam Carter', 'sam@example.com', 'skip']) await sam.inChat(text);
    const { body } = await wendy.staff.get('?status=queued');
    expect(at(body, 'cases.length')).toBe(1);
    const id = String(at(body, 'cases.0.id'));
    const one = (await wendy.staff.get(`/${id}`)).body;
    expect(at(one, 'contact')).toMatchObject({ name: 'Sam Carter', email: 'sam@example.com' });
    expect(at(one, 'faults.0.description')).toContain('no power');
    const version = Number(at(one, 'version'));
    await wendy.staff.act(id, { type: 'claim', as: 'tom', version });
    await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'We need your address.' });
    await untilIn(teams, 'a:sam', 'We need your address.');
    expect(textsIn(teams, TEAM.id)).not.toMatch(/Sam Carter|sam@example\.com|We need your address/);
  });

  test('is put on in their own chat at once where Wendy knows it', async () => {
    const { teams, sam } = await openScene();
    await sam.arrives();
    await untilIn(teams, 'a:sam', 'Wendy');
    await sam.inTeam('my dome camera has no power');
    await sam.inTeam('person');
    await untilIn(teams, TEAM.id, HERE);
    await untilIn(teams, 'a:sam', NAME);
    expect(textsIn(teams, TEAM.id)).not.toContain(NAME);
    await sam.inChat('Sam Carter');
    await teams.until(() => /mail|e-mail/i.test(textsIn(teams, 'a:sam')));
  });

  test('answers in the team what is said there, also when it goes on elsewhere', async () => {
    const { teams, sam } = await openScene();
    await sam.arrives();
    await sam.inTeam('my dome camera has no power');
    await sam.inTeam('person');
    await untilIn(teams, 'a:sam', NAME);
    await sam.inChat('Sam Carter');
    await sam.inTeam('who pays the shipping?');
    await teams.until(() => textsIn(teams, TEAM.id).split(HERE).length > 2);
    expect(textsIn(teams, TEAM.id)).not.toContain('Sam Carter');
  });

  test('is one person at a time: two in a team have a talk each', async () => {
    const { wendy, teams, sam, eva } = await openScene();
    await sam.inTeam('my dome camera has no power');
    await eva.inTeam('the recorder beeps');
    await sam.inTeam('person');
    await untilIn(teams, TEAM.id, OPEN);
    await eva.inChat('hello');
    await untilIn(teams, 'a:eva', 'Wendy');
    expect(textsIn(teams, 'a:eva')).not.toContain(NAME);
    await sam.inChat('hello');
    await untilIn(teams, 'a:sam', NAME);
    const { body } = await wendy.staff.get('?limit=10');
    expect(at(body, 'cases.length')).toBe(2);
  });

  test('waits where their own chat is about another case', async () => {
    const { teams, sam } = await openScene();
    await sam.inChat('my recorder does not record');
    await untilIn(teams, 'a:sam', 'Wendy');
    await sam.inTeam('my dome camera has no power');
    await sam.inTeam('person');
    await untilIn(teams, TEAM.id, 'our own chat is still about another case');
    expect(textsIn(teams, 'a:sam')).not.toContain(NAME);
  });
});
