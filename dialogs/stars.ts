/** So few letters beside a number name what it counts ("stars", "分", "out of"). */
const UNIT = 10;
const PAUSE = /[,.;:!?\n，。；：！？、]/u;

/**
 * The rating, 1 to 5, that a text gives in one of its parts: "4", "5 stars, Tom was patient", "4/5", "给4分". Undefined
 * where none does, or several do: a number may count something else.
 */
export function starsIn(text: string): number | undefined {
  const [stars, ...more] = partsOf(text).flatMap((part) => starsOf(part) ?? []);
  return more.length > 0 ? undefined : stars;
}

/** Whether a text says more than a rating does. */
export function saysMore(text: string): boolean {
  return partsOf(text).length > 1;
}

function partsOf(text: string): string[] {
  const parts = text.normalize('NFKC').split(PAUSE);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function starsOf(part: string): number | undefined {
  const plain = part.replaceAll(/[一二三四五](?=[分星颗]|$)/gu, (numeral) =>
    String('一二三四五'.indexOf(numeral) + 1),
  );
  const numbers = [...plain.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const [stars = 0, most = 5, ...more] = numbers;
  const beside = plain.replaceAll(/[\d\s/*★☆⭐]/gu, '').length;
  const isRating = stars >= 1 && stars <= 5 && most === 5 && more.length === 0 && beside <= UNIT;
  return isRating ? stars : undefined;
}
