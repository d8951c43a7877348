import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { MANIFEST_VERSION } from './manifest.ts';

const require = createRequire(import.meta.url);
const FOLDER = `@microsoft/app-manifest/build/json-schemas/teams/v${MANIFEST_VERSION}`;

/** Microsoft's schemas of a Teams app: its manifest, and its texts in another language. */
export type TeamsSchema = 'MicrosoftTeams' | 'MicrosoftTeams.Localization';

/** All that is wrong with a document by one of the published schemas; nothing where it is sound. */
export function wrongIn(document: unknown, name: TeamsSchema): string[] {
  const path = require.resolve(`${FOLDER}/${name}.schema.json`);
  // They name draft 4 and use nothing of it that is otherwise in the later ones; a pattern of theirs is not strict.
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath || '/'} ${message} ${JSON.stringify(params)}`.trim(),
  );
}
