/** A whole number that sizes a long run, from the environment; undefined where it is not set. Throws on anything else. */
export function wholeNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new RangeError(`${name} takes a whole number, not ${text}`);
  return Number(text);
}
