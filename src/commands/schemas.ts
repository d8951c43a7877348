import { resolve } from 'node:path';
import { writeMade } from '../content/made.ts';
import { editorSchemas } from '../content/schemas.ts';
import { FILES } from '../understanding/phrases.ts';

/** `npm run schemas`: writes the schemas that an editor checks the YAML by. */
const changed = writeMade(resolve(import.meta.dirname, '../..'), editorSchemas(FILES));
for (const file of changed) process.stdout.write(`${file}\n`);
