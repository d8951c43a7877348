import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openTerminal, type Terminal } from '../channels/terminal.ts';
import { readConfig } from '../config.ts';
import { SetupError } from '../errors.ts';

/** How long a script waits at its end for what still comes by itself, in ms without any. */
const QUIET = 500;

const USAGE = `npm run chat -- [--script FILE] [--as NAME] [--lang LANGUAGE]

Talk to Wendy in the terminal; she is started if she does not run. /quit or Ctrl+C ends.
  --script FILE    say the lines of FILE (no empty ones, none that begin with #) and print the transcript
  --as NAME        be NAME, and go on where NAME left off
  --lang LANGUAGE  the language, such as en or zh; else it is your terminal's`;

interface Options {
  script: string | undefined;
  name: string;
  locale: string;
}

/** Wendy, found running or started here. */
interface Bot {
  url: string;
  close(): Promise<void>;
}

/** The options of the command line. Throws `SetupError` for one that is not known. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { script: text, as: text, lang: text, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return 'help';
    const name = values.as ?? randomUUID().slice(0, 8);
    return { script: values.script, name, locale: values.lang ?? localeOf(env) };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/** The terminal's language as a language tag; `C` and `POSIX` name none. */
function localeOf(env: NodeJS.ProcessEnv): string {
  const name = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').replace(/[.@].*$/, '').replaceAll('_', '-');
  return name === '' || name === 'C' || name === 'POSIX' ? 'en' : name;
}

/** The customer lines of a script: neither empty ones nor remarks. */
export function readScript(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** Finds Wendy on her port, or starts her in this process. */
async function findBot(env: NodeJS.ProcessEnv): Promise<Bot> {
  const url = `http://localhost:${readConfig(env).port}`;
  if (await isLive(url)) return { url, close: async () => undefined };
  const { start } = await import('../main.ts');
  return start(env);
}

/** Whether a bot answers at this address. */
export async function isLive(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/live`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** A speaker's text with its further lines under its first. */
export function spoken(speaker: string, text: string): string {
  return `${speaker}: ${text.replaceAll('\n', `\n${' '.repeat(speaker.length + 2)}`)}\n`;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SetupError(
      `--script ${file} can not be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function playScript(terminal: Terminal, lines: readonly string[]): Promise<void> {
  const say = (texts: readonly string[]): void => {
    for (const text of texts) process.stdout.write(spoken('Wendy', text));
  };
  say(await terminal.arrive());
  for (const line of lines) {
    process.stdout.write(spoken('You', line));
    say(await terminal.say(line));
  }
  await terminal.quiet(QUIET);
}

async function talk(bot: Bot, { name, locale }: Options): Promise<void> {
  const reader = createInterface({ input: process.stdin, output: process.stdout, prompt: 'You: ' });
  // From the first moment: a line that comes before someone listens for it is lost.
  const lines = reader[Symbol.asyncIterator]();
  let open = true;
  reader.once('close', () => {
    open = false;
  });
  const show = (texts: readonly string[]): void => {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    for (const text of texts) process.stdout.write(`\n${spoken('Wendy', text)}`);
    process.stdout.write('\n');
    if (open) reader.prompt(true);
  };
  const terminal = await openTerminal({ url: bot.url, user: name, locale, onText: (text) => show([text]) });
  reader.on('SIGINT', () => reader.close());
  try {
    show(await terminal.arrive());
    for await (const line of lines) {
      if (line.trim() === '/quit') break;
      show(await terminal.say(line).catch(sorry));
    }
  } finally {
    reader.close();
    await terminal.close();
    process.stdout.write('\n');
  }
}

/** A talk goes on after a message that did not get through; the customer sees why. */
function sorry(error: unknown): string[] {
  return [`(not sent: ${error instanceof Error ? error.message : String(error)})`];
}

async function run(bot: Bot, options: Options): Promise<void> {
  if (options.script === undefined) return talk(bot, options);
  const lines = readScript(await readText(options.script));
  const onText = (text: string): void => void process.stdout.write(spoken('Wendy', text));
  const terminal = await openTerminal({ url: bot.url, user: options.name, locale: options.locale, onText });
  try {
    await playScript(terminal, lines);
  } finally {
    await terminal.close();
  }
}

async function main(): Promise<void> {
  // Whoever reads it may have had enough: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const bot = await findBot(process.env);
  try {
    await run(bot, options);
  } finally {
    await bot.close();
  }
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
