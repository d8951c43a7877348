const LONGEST = 60;
/** Letters of any script, digits, and marks that mean nothing to a browser, a terminal or a chat's markup. */
const UNPLAIN = /[^\p{L}\p{M}\p{N} .()-]+/gu;

/** A file's name as it may be shown: the last part of it, plain, never longer than a line. Empty where nothing is left. */
export function plainName(name: unknown): string {
  if (typeof name !== 'string') return '';
  const last = name.normalize('NFC').slice(-500).split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(UNPLAIN, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  const characters = [...plain];
  return characters.length <= LONGEST
    ? plain
    : `${characters.slice(0, LONGEST - 12).join('')}…${characters.slice(-11).join('')}`;
}
