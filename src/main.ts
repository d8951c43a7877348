import { flushCompileCache } from 'node:module';
import { type App, startApp } from './app.ts';
import { readConfig, readEnvFile } from './config.ts';
import { SetupError } from './errors.ts';
import { createLog } from './log.ts';

/** Starts Wendy with the settings of an environment. Throws SetupError where the operator must mend something. */
export function start(env: NodeJS.ProcessEnv): Promise<App> {
  return startApp({ config: readConfig(env), log: createLog() });
}

/** What to open and try. */
function welcome({ url }: App): string {
  return [
    `Wendy is listening on ${url}`,
    '',
    `  customers' page   ${url}/`,
    `  bot endpoint      POST ${url}/api/messages`,
    '',
    'Try her:',
    '  npm run chat         talk to her in this terminal',
    '  npm run playground   talk to her in the Agents Playground, with cards and buttons',
    '',
    'Be a technician on this machine: write "/staff tom" in a second chat, then "queue".',
    'Ctrl+C stops her; whatever she has answered is on disk.',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const log = createLog();
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error: String(error) }));
  process.on('uncaughtException', (error) =>
    log.error('uncaught exception', { error: String(error?.stack) }),
  );
  try {
    readEnvFile();
    const app = await start(process.env);
    process.stdout.write(welcome(app));
    flushCompileCache();
    const stop = (): void => void app.close().finally(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    const expected = error instanceof SetupError || (error as { code?: string }).code !== undefined;
    process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
