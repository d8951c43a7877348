import { nextSpot } from './agenda.ts';
import { type Change, type Command, type Content, type Context, type Spot, say } from './context.ts';
import type { WendyEvent } from './events.ts';
import { stampReport } from './root.ts';
import { summaryMessage } from './summary-text.ts';
import { tellVerdict } from './warranty-progress.ts';

/** How many questions one can go back. */
const TRAIL = 30;

/** Chooses the next question, remembers where the conversation came from, and says what belongs before it. */
export function route(context: Context, event: WendyEvent, content: Content): Change {
  const stamped = stampReport(context, event);
  const chosen = nextSpot(stamped, content);
  const next: Context = { ...stamped, ...chosen.context };
  const moved = !sameSpot(context.at, next.at);
  const trail = moved && event.type !== 'BACK' ? remember(context) : next.trail;
  const arrived = arrive({ ...next, trail }, context, event, content);
  return {
    context: { ...next, trail, misses: moved ? 0 : next.misses, ...arrived.context },
    commands: [...(chosen.commands ?? []), ...(arrived.commands ?? [])],
  };
}

/** Places that one does not go back to: they are ways, not questions. */
const PASSED = ['restart.confirm', 'fault.add', 'case.waiting', 'case.held', 'closed', 'feedback.solved'];

function remember({ at, trail }: Context): Spot[] {
  return PASSED.includes(at.stop) ? trail : [...trail, at].slice(-TRAIL);
}

function sameSpot(a: Spot, b: Spot): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function arrive(next: Context, before: Context, event: WendyEvent, content: Content): Change {
  const moved = next.at.stop !== before.at.stop;
  const { stop } = next.at;
  if (stop === 'outcome.verdict' && moved && before.at.stop !== 'outcome.contest') {
    return tellVerdict(next, content, event.at);
  }
  if (stop === 'summary.confirm' && (moved || event.type === 'CORRECTED')) {
    return { commands: [{ do: 'say', message: summaryMessage(next.draft), apart: true }] };
  }
  if (stop === 'contact.name' && moved && event.type !== 'BACK')
    return { commands: [say('contact:privacy')] };
  if (stop === 'closed' && before.at.stop.startsWith('triage')) {
    return { commands: [{ do: 'solve' }, say('case:solved')] };
  }
  if (stop === 'case.waiting' && before.at.stop.startsWith('contact')) return { commands: thanks(next) };
  return {};
}

function thanks({ submitted }: Context): Command[] {
  return submitted ? [say('contact:complete')] : [];
}
