import type { Command } from '../../dialogs/context.ts';
import type { FaultStep } from '../../dialogs/draft.ts';
import { stepAt } from '../../dialogs/triage/interpret.ts';
import type { Tree } from '../../dialogs/triage/tree.ts';
import { choicesOf, compose, renderIn, type Tongue } from '../conversation/compose.ts';
import type { Walk } from './walk.ts';

/** What a support lead sees of a walk: Wendy's words as they are, and in brackets what lies behind them. */
export interface Screen {
  /** What was said, then the question that stands with where each answer leads. */
  turn(walk: Walk, commands: readonly Command[], tongue: Tongue): string;
  /** What a turn wrote down, where it wrote anything. */
  recorded(walk: Walk, before: readonly FaultStep[]): string;
  /** How the walk ended, with all that a technician will see of it; undefined while it goes on. */
  ending(walk: Walk, tongue: Tongue): string | undefined;
}

export function createScreen(trees: Readonly<Record<string, Tree | undefined>>): Screen {
  return {
    turn(walk, commands, tongue) {
      const said = compose(commands, null, tongue).map(({ text }) => `${text}\n\n`);
      const question = walk.question();
      if (!question || ended(walk)) return said.join('');
      const choices = choicesOf(question, tongue);
      const width = Math.max(0, ...choices.map(({ title }) => widthOf(title)));
      const lines = choices.map(({ value, title }, index) => {
        const where = walk.leadsTo(value);
        const pad = ' '.repeat(width - widthOf(title));
        return `  ${index + 1}  ${title}${pad}   [${value}${where && ` → ${where}`}]\n`;
      });
      return `${said.join('')}${headOf(walk, trees)}${renderIn(tongue, question.say)}\n${lines.join('')}`;
    },
    recorded(walk, before) {
      const steps = (walk.fault()?.steps ?? []).filter((step) => !before.includes(step));
      return steps.map(({ id, result }) => `  [written down: ${id} = ${result}]\n`).join('');
    },
    ending(walk, tongue) {
      const fault = walk.fault();
      if (!ended(walk)) return undefined;
      const steps = (fault?.steps ?? []).map(({ id, result }) => `  ${id} = ${result}\n`);
      const facts = Object.entries(walk.learned()).map(([name, value]) => `${name} = ${value}`);
      const evidence = (fault?.evidence ?? []).map((id) => `  ${textOf(tongue, id)}\n`);
      return [
        `[the walk ends: ${fault?.state ?? 'the fault is off the list'}]\n`,
        ...(steps.length > 0 ? ['What was tried:\n', ...steps] : []),
        ...(facts.length > 0 ? [`What was learned: ${facts.join(', ')}\n`] : []),
        ...(evidence.length > 0 ? ['What the technician will ask to see:\n', ...evidence] : []),
      ].join('');
    },
  };
}

/** A fault that is neither to be tried nor being tried is done with. */
function ended(walk: Walk): boolean {
  const state = walk.fault()?.state;
  return state !== 'new' && state !== 'triage';
}

/** The step's name and what it is: `[night_vision.smell: question, safety, fact danger]`. */
function headOf(walk: Walk, trees: Readonly<Record<string, Tree | undefined>>): string {
  const position = walk.position();
  const step = position && stepAt(trees, position);
  if (!position || !step) return '';
  const marks = [
    step.kind === 'do' ? 'instruction' : 'question',
    ...(step.safety ? ['safety'] : []),
    ...(step.fact ? [`fact ${step.fact}`] : []),
    ...(step.text ? [`text common.${step.text}`] : []),
  ];
  return `[${position.family}.${position.step}: ${marks.join(', ')}]\n`;
}

function textOf({ texts, locale, values }: Tongue, id: string): string {
  const key = `triage:evidence.${id}`;
  return texts.has(key, locale) ? texts.render({ key: key as never }, locale, values) : id;
}

/** Columns in a terminal: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(one) ? 2 : 1), 0);
}
