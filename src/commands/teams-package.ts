import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readConfig, readEnvFile } from '../config.ts';
import { readCompany } from '../content/company.ts';
import { readLocales } from '../content/locales.ts';
import { SetupError } from '../errors.ts';
import { packApp } from '../teams/package.ts';
import { createTexts, LOCALES } from '../texts/texts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `npm run teams:package -- [FILE.zip]`: makes the package that an administrator uploads to Teams, of `dialogs/company/`
 * and the settings; without a name it goes to `teams.zip` in the data folder.
 */
async function main([file]: readonly string[]): Promise<void> {
  readEnvFile();
  const { bot, publicUrl, dataDir } = readConfig(process.env);
  if (!bot || !GUID.test(bot.appId)) {
    throw new SetupError(
      "MicrosoftAppId must be set to the bot's app id, such as 00000000-0000-0000-0000-000000000000: " +
        'Teams knows the app by it.',
    );
  }
  const { company } = readCompany(join(ROOT, 'dialogs/company'));
  const texts = createTexts(readLocales(join(ROOT, 'locales'), LOCALES));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const zip = await packApp({ company, texts, botId: bot.appId, publicUrl, version });
  const path = resolve(file ?? join(dataDir, 'teams.zip'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, zip);
  process.stdout.write(
    `${path}\nUpload it in Teams: Apps, Manage your apps, Upload an app; or in the Teams admin center.\n`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof SetupError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
