import { z } from 'zod';
import { policyShape } from '../../dialogs/warranty/policy-schema.ts';
import { cannedShape } from './canned.ts';
import { companyShape, staffShape } from './company.ts';
import { routingShape } from './routing.ts';
import { treeSchema } from './trees.ts';

/** What is said of a schema that is not what the file is read by. */
export const SCHEMAS_MEND = 'is not up to date with what the file is read by; npm run schemas writes it anew';

/**
 * The schemas that an editor checks the YAML by, from the ones that it is read by: file (from the project's folder) to
 * its text. `phrases`: the form of each phrase file, by its name.
 */
export function editorSchemas(phrases: Readonly<Record<string, z.ZodType>>): Map<string, string> {
  return new Map([
    ['dialogs/triage/tree.schema.json', written(treeSchema)],
    ['dialogs/warranty/policy.schema.json', written(policyShape)],
    ['dialogs/company/company.schema.json', written(companyShape)],
    ['dialogs/company/staff.schema.json', written(staffShape)],
    ['dialogs/company/routing.schema.json', written(routingShape)],
    ['dialogs/company/canned.schema.json', written(cannedShape)],
    ...Object.entries(phrases).map(([name, shape]): [string, string] => [
      `locales/schemas/${name}.schema.json`,
      written(shape, true),
    ]),
  ]);
}

/** `words`: every scalar is read as text, also `true` and `110`, which an editor takes for something else. */
function written(schema: z.ZodType, words = false): string {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      const loose = jsonSchema as { type?: unknown };
      if (words && loose.type === 'string') loose.type = ['string', 'number', 'boolean'];
    },
  });
  return `${JSON.stringify(json, null, 2)}\n`;
}
