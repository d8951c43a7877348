import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { checkPolicy, type PolicyProblem } from '../../dialogs/warranty/check-policy.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';

/** The warranty policy can't be used. The message names the file and, line by line, what is wrong. */
export class PolicyError extends Error {
  readonly code = 'POLICY_INVALID';
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], cause?: unknown) {
    super(`${file} can't be used as the warranty policy:\n${problems.map((one) => `  ${one}`).join('\n')}`, {
      cause,
    });
    this.name = 'PolicyError';
    this.file = file;
    this.problems = problems;
  }
}

const OWN_POLICY = fileURLToPath(new URL('../../dialogs/warranty/policy.yaml', import.meta.url));

/** Reads and checks the warranty policy, its examples included. Throws a PolicyError that says all that is wrong. */
export function loadPolicy(file: string = OWN_POLICY): Policy {
  return parsePolicy(readText(file), file);
}

/** As `loadPolicy`, for a text that has been read already; `file` is only for the error. */
export function parsePolicy(text: string, file: string): Policy {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) {
    const broken = document.errors.map(({ pos, message }) => {
      return `line ${counter.linePos(pos[0]).line}: ${message.split('\n')[0]}`;
    });
    throw new PolicyError(file, broken);
  }
  const checked = checkPolicy(document.toJS());
  if ('policy' in checked) return checked.policy;
  throw new PolicyError(
    file,
    checked.problems.map((problem) => located(problem, document, counter)),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PolicyError(file, [cause instanceof Error ? cause.message : String(cause)], cause);
  }
}

/** A problem with its line: that of the nearest entry above it that the file has. */
function located({ path, message }: PolicyProblem, document: Document, counter: LineCounter): string {
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return `line ${counter.linePos(node.range[0]).line}: ${where}${message}`;
  }
  return `${where}${message}`;
}
