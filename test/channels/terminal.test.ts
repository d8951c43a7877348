import { describe, expect, onTestFinished, test } from 'vitest';
import { openTerminal, type Terminal } from '../../src/channels/terminal.ts';
import { isLive, readOptions, readScript, spoken } from '../../src/commands/chat.ts';
import { playgroundArguments } from '../../src/commands/playground.ts';
import { SetupError } from '../../src/errors.ts';
import { type DoorOptions, type OpenDoors, openDoors, postJson } from './helpers/doors.ts';

async function open(
  options: DoorOptions = {},
): Promise<{ doors: OpenDoors; terminal: Terminal; texts: string[] }> {
  const doors = await openDoors(options);
  const texts: string[] = [];
  const onText = (text: string): void => void texts.push(text);
  const terminal = await openTerminal({ url: doors.url, user: 'sam', locale: 'zh', onText });
  onTestFinished(() => terminal.close());
  return { doors, terminal, texts };
}

describe('the terminal', () => {
  test('says a line, and hears the answers to it in order, choices numbered', async () => {
    const { doors, terminal } = await open({
      replies: () => [
        { text: 'Noted.', choices: [] },
        {
          text: 'A smell?',
          choices: [
            { value: 'yes', title: 'Yes' },
            { value: 'no', title: 'No' },
          ],
        },
      ],
    });
    expect(await terminal.say('2 domes are black')).toEqual(['Noted.', 'A smell?\n\n1 Yes   2 No']);
    expect(doors.inbound).toMatchObject([
      {
        inline: true,
        inbound: {
          kind: 'message',
          text: '2 domes are black',
          locale: 'zh',
          address: { channel: 'terminal' },
        },
      },
    ]);
  });

  test('arrives under its name', async () => {
    const { doors, terminal } = await open();
    expect(await terminal.arrive()).toEqual(['Noted.']);
    expect(doors.inbound).toMatchObject([{ inbound: { kind: 'arrived', sender: { id: 'terminal-sam' } } }]);
  });

  test('hears what comes by itself', async () => {
    const { doors, terminal, texts } = await open();
    await terminal.say('hello');
    const address = doors.inbound[0]?.inbound.address;
    if (address === undefined) throw new Error('nothing came in');
    expect(await doors.send(address, { text: 'Tom here.', choices: [] })).toEqual({ kind: 'sent' });
    expect(texts).toEqual(['Tom here.']);
    expect((await postJson(address.serviceUrl, 'no JSON')).status).toBe(400);
    expect(await doors.send(address, { text: 'Still there.', choices: [] })).toEqual({ kind: 'sent' });
    expect(texts).toEqual(['Tom here.', 'Still there.']);
  });

  test('says why a line did not get through', async () => {
    const { terminal } = await open({ settings: { local: false } });
    await expect(terminal.say('hello')).rejects.toThrow('404');
  });
});

describe('npm run chat', () => {
  test('reads a script without its remarks and empty lines', () => {
    expect(readScript('# a customer\n\nhello\r\n  \n#x\nno # remark\n')).toEqual(['hello', 'no # remark']);
  });

  test('takes the language of the terminal, unless it is told another', () => {
    const locale = (args: string[], env: Record<string, string>): unknown => readOptions(args, env);
    expect(locale([], { LANG: 'zh_CN.UTF-8' })).toMatchObject({ locale: 'zh-CN', script: undefined });
    expect(locale([], { LC_ALL: 'C.UTF-8', LANG: 'de_DE' })).toMatchObject({ locale: 'en' });
    expect(locale(['--lang', 'zh', '--as', 'sam', '--script', 'a.txt'], { LANG: 'en_US' })).toEqual({
      locale: 'zh',
      name: 'sam',
      script: 'a.txt',
    });
    expect(locale(['--help'], {})).toBe('help');
    expect(() => readOptions(['--nothing'], {})).toThrow(SetupError);
  });

  test('is somebody else at each run', () => {
    const names = [1, 2].map(() => readOptions([], {}) as { name: string }).map(({ name }) => name);
    expect(names[0]).not.toBe(names[1]);
  });

  test('shows further lines under the first', () => {
    expect(spoken('You', 'one\ntwo')).toBe('You: one\n     two\n');
  });

  test('knows a bot that runs from one that does not', async () => {
    const doors = await openDoors();
    expect(await isLive(doors.url)).toBe(true);
    expect(await isLive('http://127.0.0.1:9')).toBe(false);
  });
});

describe('npm run playground', () => {
  test('opens the bot on the channel that is asked for', () => {
    const bot = 'http://localhost:3978';
    expect(playgroundArguments([], bot)).toEqual([
      '-e',
      `${bot}/api/messages`,
      '-c',
      'emulator',
      '--disable-telemetry',
    ]);
    expect(playgroundArguments(['msteams', '--port', '9'], bot)).toEqual(
      expect.arrayContaining(['msteams', '-p', '9', '--disable-telemetry']),
    );
    for (const args of [['skype'], ['emulator', 'x'], ['--open']]) {
      expect(() => playgroundArguments(args, bot)).toThrow(SetupError);
    }
  });
});
