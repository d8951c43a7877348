import type { Command } from '../../dialogs/context.ts';
import type { Meaning } from '../../dialogs/meaning.ts';
import type { Message, Question } from '../../dialogs/message.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { Outgoing, Shown } from './types.ts';

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
export function compose(
  commands: readonly Command[],
  question: Question | null,
  tongue: Tongue,
  questionId?: string,
): Outgoing[] {
  const out: Outgoing[] = [];
  let words: string[] = [];
  const flush = (): void => {
    if (words.length > 0) out.push({ text: words.join('\n\n'), choices: [] });
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
      const shown = 'meaning' in command ? { shown: shownOf(command.meaning, tongue) } : {};
      out.push({ text, choices: [], ...shown });
    }
  }
  words.push(...leads);
  if (question) out.push(put(question, words, tongue, questionId));
  else flush();
  return out;
}

/** The question with the words before it. */
function put(question: Question, words: readonly string[], tongue: Tongue, id: string | undefined): Outgoing {
  const { say, brief, shows, progress } = question;
  const choices = choicesOf(question, tongue);
  const about = shows && {
    ...shownOf(shows, tongue),
    ...(words.length > 0 ? { before: words.join('\n\n') } : {}),
    ...(brief ? { ask: renderIn(tongue, brief) } : {}),
  };
  return {
    text: [...words, renderIn(tongue, say)].join('\n\n'),
    choices,
    ...(about ? { shown: about } : {}),
    ...(id !== undefined && choices.length > 0 ? { question: id } : {}),
    ...(progress ? { progress: renderIn(tongue, progress.say) } : {}),
  };
}

/** A meaning in words. */
function shownOf(meaning: Meaning, tongue: Tongue): Shown {
  const say = (message: Message): string => renderIn(tongue, message);
  if (meaning.kind === 'list') {
    return { kind: 'list', title: say(meaning.title), entries: meaning.entries.map(say) };
  }
  if (meaning.kind === 'summary') {
    const { title, faults, units, contact, questions } = meaning;
    const parts = {
      title: say(title),
      faults: faults.map(say),
      units: units.map(say),
      contact: say(contact),
      ...(questions && { questions: say(questions) }),
    };
    return { kind: 'summary', ...parts };
  }
  return {
    kind: 'verdict',
    coverage: meaning.coverage,
    title: say(meaning.title),
    told: say(meaning.told),
    reasons: meaning.reasons.map(({ clause, name, because, facts }) => ({
      clause,
      name: say(name),
      because: say(because),
      facts: facts.map(say),
    })),
    facts: meaning.facts.map(say),
    outlook: say(meaning.outlook),
  };
}

export function choicesOf(question: Question, tongue: Tongue): { value: string; title: string }[] {
  return question.choices.map(({ value, title }) => ({ value, title: renderIn(tongue, title) }));
}
