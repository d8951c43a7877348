/**
 * Splits a text into parts of at most `limit` UTF-16 units, at the end of a paragraph where there is one, else of a
 * line, else at a space; nothing of the text but the white space at the joints is lost. Always at least one part.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = jointOf(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}

function jointOf(text: string, limit: number): number {
  const start = text.slice(0, limit + 1);
  for (const joint of ['\n\n', '\n', ' ']) {
    const at = start.lastIndexOf(joint);
    if (at > 0 && start.slice(0, at).trim() !== '') return at;
  }
  const last = text.charCodeAt(limit - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return splitsPair && limit > 1 ? limit - 1 : limit;
}
