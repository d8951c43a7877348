import { fileURLToPath } from 'node:url';
import { checkPolicy } from '../../dialogs/warranty/check-policy.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import { policyShape } from '../../dialogs/warranty/policy-schema.ts';
import { located, parseYaml, readShape, readText, shownName } from '../edited-file.ts';
import { ContentError } from '../errors.ts';

const OWN_POLICY = fileURLToPath(new URL('../../dialogs/warranty/policy.yaml', import.meta.url));

/** Reads and checks the warranty policy, its examples included. Throws a ContentError that says all that is wrong. */
export function loadPolicy(file: string = OWN_POLICY): Policy {
  return parsePolicy(readText(file), shownName(file));
}

/** As `loadPolicy`, for a text that has been read already; `file` is only for the error. */
export function parsePolicy(text: string, file: string): Policy {
  const edited = parseYaml(file, text);
  readShape(file, edited, policyShape);
  const checked = checkPolicy(edited.data);
  if ('policy' in checked) return checked.policy;
  throw new ContentError(checked.problems.map(({ path, message }) => located(file, edited, path, message)));
}
