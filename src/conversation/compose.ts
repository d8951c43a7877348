import type { Command } from '../../dialogs/context.ts';
import type { Message, Question } from '../../dialogs/message.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Outgoing } from './types.ts';

export interface Tongue {
  texts: Texts;
  locale: Locale;
  /** What every text may use. */
  values: Record<string, string | number>;
}

export function renderIn({ texts, locale, values }: Tongue, message: Message): string {
  return texts.render(message, locale, values);
}

/**
 * What is said in a turn as messages: short words and the question that stands make one, in this order; what stands
 * apart (a verdict, a list) is one of its own.
 */
export function compose(commands: readonly Command[], question: Question | null, tongue: Tongue): Outgoing[] {
  const out: Outgoing[] = [];
  let words: string[] = [];
  const flush = (choices: Outgoing['choices'] = []): void => {
    if (words.length > 0) out.push({ text: words.join('\n\n'), choices });
    words = [];
  };
  const leads: string[] = [];
  for (const command of commands) {
    if (command.do !== 'say') continue;
    const text = renderIn(tongue, command.message);
    if (command.lead) leads.push(text);
    else if (!command.apart) words.push(text);
    else {
      flush();
      out.push({ text, choices: [] });
    }
  }
  words.push(...leads);
  if (question) words.push(renderIn(tongue, question.say));
  flush(question ? choicesOf(question, tongue) : []);
  return out;
}

export function choicesOf(question: Question, tongue: Tongue): { value: string; title: string }[] {
  return question.choices.map(({ value, title }) => ({ value, title: renderIn(tongue, title) }));
}
