import type { Label } from '../../dialogs/labels.ts';
import type { MessageKey } from '../../dialogs/message.ts';
import { renderIn, type Tongue } from './compose.ts';
import type { Group } from './review.ts';
import type { Card, Outgoing } from './types.ts';

/** A text that was not understood, with a button for each label that it may have meant, and one to let it go. */
export function groupCard(group: Group, tongue: Tongue): Outgoing {
  const { number, text, language, prompt, guesses, count } = group;
  const say = (key: MessageKey, values?: Record<string, string | number>): string =>
    renderIn(tongue, values ? { key, values } : { key });
  const name = (label: Label): string => say(`common:labels.${label}`);
  const chosen = (Object.entries(group.chose) as [Label, number][]).sort((a, b) => b[1] - a[1]);
  const likely = guesses.map(({ label, confidence }) => `${name(label)} ${Math.round(confidence * 100)} %`);
  const chose = chosen.map(([label, times]) => `${name(label)} × ${times}`);
  const button = (verb: 'phrase' | 'dismiss', words: string, title: string): Card['actions'][number] => ({
    title,
    text: `${verb} ${words}`,
    data: { staff: verb, text: words },
  });
  const card: Card = {
    title: say('staff:review.title', { number, text, count }),
    lines: [],
    facts: [
      { name: say('staff:facts.language'), value: language },
      { name: say('staff:review.where'), value: prompt },
      { name: say('staff:review.likely'), value: likely.join(', ') || '–' },
      ...(chose.length > 0 ? [{ name: say('staff:review.chose'), value: chose.join(', ') }] : []),
      { name: say('staff:review.another'), value: `phrase ${number} …` },
    ],
    actions: [
      ...guesses.map(({ label }) => button('phrase', `${number} ${label}`, name(label))),
      button('dismiss', String(number), say('staff:review.dismiss')),
    ],
  };
  return { text: '', choices: [], card };
}
