import type { Meant, ReadContext } from './context.ts';
import { flat, hasHan } from './text.ts';

/** Small words, and those of a broken camera, that no English sentence and no name is made of. */
const FOREIGN = new Set(
  `je ne pas ma mon mes est les des une nous vous ça qui que depuis hier avec dans pour marche fonctionne parle parlez
   anglais français francais caméra bonjour merci il elle sont jai cest quand noir noire rien écran allume problème plaît
   ich ist nicht kein keine keinen meine mein das und den dem ein eine einen bitte deutsch seit gestern nachts schwarz bild
   kamera kameras geht funktioniert wir haben habe auf mit für kann können sie es noch mehr sprechen hallo guten danke wie
   warum wenn nur auch immer kaputt rekorder englisch
   mi cámara camara funciona desde ayer tengo imagen noche hola gracias por favor qué está muy pero con una los las hablo
   español espanol inglés ingles grabador pantalla negra cuando
   non funziona telecamera mia ieri buongiorno grazie della sono parlo italiano inglese schermo nero registratore niente
   questa questo che
   não nao minha câmera ontem obrigado estou português portugues inglês falo imagem tela preta
   mijn werkt niet geen beeld sinds gisteren een het ik heb graag nederlands`.split(/\s+/),
);
const OTHER_SCRIPT =
  /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Greek}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Devanagari}]/gu;
const FEWEST = 2;
const FEWEST_LETTERS = 4;
const MOST_WORDS = 60;

/**
 * Whether a text is of a language that is not understood. A foreign name, a word or two, a code or a typing error makes
 * none: it takes more foreign words than English ones.
 */
export function isForeign(text: string, isEnglish: (word: string) => boolean): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const others = text.match(OTHER_SCRIPT)?.length ?? 0;
  if (others >= FEWEST_LETTERS && others * 2 > letters) return true;
  if (hasHan(text)) return false;
  const words = flat(text).split(' ').slice(0, MOST_WORDS);
  const foreign = new Set(words.filter((word) => FOREIGN.has(word))).size;
  if (foreign < FEWEST) return false;
  return foreign > words.filter((word) => !FOREIGN.has(word) && isEnglish(word)).length;
}

/** Where any words may be given, they are, in whatever language. */
const ANY = ['name', 'note', 'when', 'firmware'];
/** What is understood all the same. */
const KEPT: readonly Meant['type'][] = ['PERSON', 'DANGER', 'LANGUAGE', 'CORRECTED', 'CONTACT_NAMED'];

/** Whether it is to be told that this language is not understood: people who have the case may know it. */
export function isToBeTold(events: readonly Meant[], { question }: ReadContext): boolean {
  if (!question || ANY.includes(question.free)) return false;
  const read = question.free !== 'model' && question.choices.length === 0;
  return !events.some(({ type }) => KEPT.includes(type) || (read && type === 'ANSWERED'));
}
