import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { SetupError } from '../errors.ts';
import { isLive } from './chat.ts';

const CHANNELS = ['emulator', 'msteams', 'webchat', 'directline'];

const USAGE = `npm run playground -- [CHANNEL] [--port PORT]

Opens the Agents Playground on the running bot. CHANNEL is ${CHANNELS.join(', ')}; emulator if none is given.`;

/** The arguments for the Agents Playground. Throws `SetupError` for an unknown channel or option. */
export function playgroundArguments(args: readonly string[], botUrl: string): string[] {
  const { positionals, values } = parse(args);
  const [channel = 'emulator', ...rest] = positionals;
  if (!CHANNELS.includes(channel) || rest.length > 0) throw new SetupError(USAGE);
  const port = values.port === undefined ? [] : ['-p', values.port];
  return ['-e', `${botUrl}/api/messages`, '-c', channel, ...port, '--disable-telemetry'];
}

function parse(args: readonly string[]): { positionals: string[]; values: { port?: string | undefined } } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { port: { type: 'string' } } });
  } catch {
    throw new SetupError(USAGE);
  }
}

async function main(): Promise<void> {
  const url = `http://localhost:${readConfig(process.env).port}`;
  const args = playgroundArguments(process.argv.slice(2), url);
  if (!(await isLive(url))) {
    throw new SetupError(`No bot answers on ${url}: start it with "npm start" in another terminal first.`);
  }
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  const child = spawn(process.execPath, [join(manifest, '../cli.js'), 'start', ...args], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 0;
  });
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
