import { isGroup } from '../conversation/group.ts';
import type { SpokenActivity } from './activity-schema.ts';

/** Somebody's name in a message of Teams, as the text has it. */
interface Mention {
  /** Whose id it is; the bot's own is the activity's recipient. */
  id: string;
  /** As it stands in the text: `<at>Wendy</at>`. */
  text: string;
}

/**
 * Whether a message is for the bot: in a group or a channel of Teams only one that mentions it, or a button of its own.
 */
export function isForBot(activity: SpokenActivity): boolean {
  const { channelId, conversation, recipient, value, type } = activity;
  if (!isGroup({ channel: channelId, conversation })) return true;
  if (type === 'invoke' || (typeof value === 'object' && value !== null)) return true;
  return mentionsIn(activity).some(({ id }) => id === recipient?.id);
}

/** What stands between a name and the words; Teams writes a space as `&nbsp;`. */
const LEAD = /^(?:&nbsp;|[\s,:，：])+/;
const SPACE = '&nbsp;';

/** The words of a message in Teams: the bot's own name is no part of them; all else stays exactly as it came. */
export function withoutMentions(activity: SpokenActivity): string {
  const { channelId, text, recipient } = activity;
  if (channelId !== 'msteams') return text;
  const own = mentionsIn(activity).filter(({ id }) => id === recipient?.id);
  const names = new Set(own.map((mention) => mention.text));
  if (names.size === 0) return text;
  const spoken = [...names].reduce((rest, name) => rest.replaceAll(name, ' '), text);
  return withoutEnd(spoken.replace(LEAD, ''));
}

/** By hand: an expression would look at each run of spaces in the middle as often as it is long. */
function withoutEnd(text: string): string {
  let rest = text.trimEnd();
  while (rest.endsWith(SPACE)) rest = rest.slice(0, -SPACE.length).trimEnd();
  return rest;
}

function mentionsIn({ entities }: SpokenActivity): Mention[] {
  return (entities ?? []).flatMap((entity) => {
    const { type, mentioned, text } = (entity ?? {}) as {
      type?: unknown;
      mentioned?: { id?: unknown } | null;
      text?: unknown;
    };
    if (type !== 'mention' || typeof mentioned?.id !== 'string') return [];
    return [{ id: mentioned.id, text: typeof text === 'string' && text !== '' ? text : '<at></at>' }];
  });
}
