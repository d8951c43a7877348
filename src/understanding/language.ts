import type { Lexicon } from './lexicon.ts';
import type { Language, Phrases } from './phrases.ts';
import { flat, hasHan } from './text.ts';

/** Words that Chinese sentences use as they are: they make no text English. */
const BORROWED = new Set(
  'ip poe dvr nvr xvr hdmi vga bnc wifi app led ir ptz onvif rtsp sd usb hdd ok no signal logo hi hello bye skip person usd pal ntsc'.split(
    ' ',
  ),
);

/** The language a text is written in, or undefined where it does not say: a number, a serial, a single word. */
export type DetectLanguage = (text: string) => Language | undefined;

/** Whether a word is one of those that the English phrases are made of. */
export function englishOf(phrases: Phrases): (word: string) => boolean {
  const english = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') for (const word of flat(value).split(' ')) english.add(word);
    else if (value !== null && typeof value === 'object')
      for (const inner of Object.values(value)) collect(inner);
  };
  collect(phrases.en);
  return (word) => /^[a-z]{2,}$/.test(word) && english.has(word) && !BORROWED.has(word);
}

/** Makes the detector. */
export function createDetector(isEnglish: (word: string) => boolean): DetectLanguage {
  return (text) => {
    const words = flat(text).split(' ');
    const count = words.filter(isEnglish).length;
    if (hasHan(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) {
      const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
      return count >= 5 && han <= 6 ? 'en' : 'zh';
    }
    return count >= 2 ? 'en' : undefined;
  };
}

/** The language asked for, unless it is a device's menu that is spoken of. */
export function languageAskedFor(
  flatText: string,
  requests: Lexicon<Language>,
  deviceLanguage: Lexicon<'device'>,
): { language: Language; start: number; end: number } | undefined {
  const found = requests.within(flatText).at(-1);
  if (!found) {
    const alone = /^(?:the )?(english|chinese|mandarin|中文|英文|英语|汉语|普通话)$/.exec(flatText)?.[1];
    if (alone === undefined) return undefined;
    return { language: /^(?:english|英)/.test(alone) ? 'en' : 'zh', start: 0, end: flatText.length };
  }
  if (deviceLanguage.within(flatText).length > 0) return undefined;
  return { language: found.key, start: found.start, end: found.end };
}
