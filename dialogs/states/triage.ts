import { type Change, type Content, type Context, say } from '../context.ts';
import type { Draft } from '../draft.ts';
import type { Progress } from '../meaning.ts';
import type { Message } from '../message.ts';
import { ask } from '../say.ts';
import { textKeys } from '../triage/interpret.ts';
import { answerTriage, faultAt, finish, stepOf } from '../triage-progress.ts';
import type { Place } from '../wendy.setup.ts';

/** One step of a tree: an instruction or a question. */
export const triageStep: Place = {
  answer: (context, event, content) => answerTriage(context, content, event.value, event.at),
  skip: (context, event, content) => skipStep(context, content, event.at),
  question: ({ at, draft }, content) => {
    const keys = at.position && textKeys(content.trees, at.position);
    if (!keys || !at.position) return null;
    return ask({
      prompt: `triage.${at.position.family}.${at.position.step}`,
      say: keys.text,
      choices: keys.answers.map(({ value, title }) => ({ value, title: { key: title } })),
      why: keys.why,
      ...(stepOf(at, content)?.safety && { safety: true as const }),
      ...progressOf(draft, at.fault),
    });
  },
};

function progressOf({ faults }: Draft, id: string | undefined): { progress?: Progress } {
  const index = faults.findIndex((fault) => fault.id === id);
  if (index < 0) return {};
  const at = { fault: index + 1, faults: faults.length, step: (faults[index]?.steps.length ?? 0) + 1 };
  const say: Message = { key: faults.length > 1 ? 'steps:progress_of' : 'steps:progress', values: at };
  return { progress: { ...at, say } };
}

/** Skipping is "I can't" or "I don't know"; where neither is offered, the family is left for a technician. */
function skipStep(context: Context, content: Content, at: string): Change | undefined {
  const answers = Object.keys(stepOf(context.at, content)?.answers ?? {});
  const value = ['cannot', 'unknown'].find((one) => answers.includes(one));
  const fault = faultAt(context);
  if (value) return answerTriage(context, content, value, at);
  return fault && finish(context, content, fault.id, 'bench');
}

/** It helped: does it hold? */
export const triageConfirm: Place = {
  answer: (context, { value, at }, content) =>
    value === 'no' ? itCameBack(context, content, at) : itHolds(context, content),
  skip: (context, _event, content) => itHolds(context, content),
  question: ({ at }) =>
    ask({
      prompt: `triage.${at.position?.family}.confirm`,
      say: 'steps:confirm.ask',
      choices: ['yes', 'no'],
      why: 'steps:confirm.why',
    }),
};

function itHolds(context: Context, content: Content): Change {
  const fault = faultAt(context);
  return fault ? finish(context, content, fault.id, 'solved') : {};
}

function itCameBack(context: Context, content: Content, at: string): Change {
  const fault = faultAt(context);
  if (!fault) return {};
  const onwards =
    answerTriage(context, content, 'not_helped', at) ?? finish(context, content, fault.id, 'bench');
  return { ...onwards, commands: [say('steps:confirm.sorry'), ...(onwards.commands ?? [])] };
}
