import {
  type Answer,
  messageOf,
  newActivityId,
  post,
  type Speaker,
  type TurnTrace,
  textOf,
  traceSchema,
} from '../helpers/channel.ts';
import { phonePhoto } from '../helpers/pictures.ts';
import { buttonsIn } from '../helpers/staff-chat.ts';
import type { Running } from '../helpers/wendy.ts';

/** Someone who talks with Wendy: what they said last, and all that they heard, in order. */
export interface Actor {
  speaker: Speaker;
  heard: string[];
  /** How far the journey has looked at what was heard: the message, and the place in it. */
  read: { message: number; offset: number };
  /** How much had been heard when they spoke last. */
  spokeAt: number;
  /** Every turn trace, and those of the answers to what they said. */
  traces: TurnTrace[];
  answers: TurnTrace[];
  last: Record<string, unknown> | undefined;
  lastHeard: string[];
  /** The messages that came, with their cards. */
  shown: Shown[];
  /** What they filled in since they pressed a button last. */
  filled: Record<string, string>;
  /** The language of their channel, of staff. */
  locale: string | undefined;
}

type Shown = Pick<Answer, 'activities'>;

export interface Settings {
  locale: string | undefined;
  /** As the channel tells it with each message. */
  zone: string | undefined;
  channel: string;
  inline: boolean;
  /** Whether the far end takes anything at the moment. */
  farEndTakes: boolean;
}

/** The people of one journey, each with a conversation, and the channel between them and Wendy. */
export interface Stage {
  settings: Settings;
  actors: Map<string, Actor>;
  actor(who: string): Actor;
  /** Says something; resolves when the whole answer is there, or (where the far end refuses) when it was taken in. */
  says(who: string, text: string, photo?: boolean): Promise<void>;
  again(who: string, id: 'same' | 'new'): Promise<void>;
  /** Presses the button of this title that came last, with what was filled in. */
  presses(who: string, title: string): Promise<void>;
  /** Takes over what the far end was sent since. */
  listen(): void;
}

let taken: Promise<Buffer> | undefined;

/** The same in every play of a run. */
async function photoOfPhone() {
  taken ??= phonePhoto(200);
  const bytes = await taken;
  return {
    name: 'photo.jpg',
    contentType: 'image/jpeg',
    contentUrl: `data:image/jpeg;base64,${bytes.toString('base64')}`,
  };
}

export function createStage(wendy: Running): Stage {
  const actors = new Map<string, Actor>();
  const settings: Settings = {
    locale: undefined,
    zone: undefined,
    channel: 'emulator',
    inline: true,
    farEndTakes: true,
  };
  let listened = 0;
  let spoken = 0;

  function actor(who: string): Actor {
    const id = who.replaceAll(' ', '-');
    const known = actors.get(who);
    if (known) return known;
    const made: Actor = {
      speaker: { id, conversation: `talk-${id}`, serviceUrl: wendy.farEnd.url },
      heard: [],
      read: { message: 0, offset: 0 },
      spokeAt: 0,
      traces: [],
      answers: [],
      last: undefined,
      lastHeard: [],
      shown: [],
      filled: {},
      locale: undefined,
    };
    actors.set(who, made);
    return made;
  }

  function listen(): void {
    for (const { conversation, replyTo, activity } of wendy.farEnd.taken.slice(listened)) {
      const user = (activity.recipient as { id?: string } | undefined)?.id;
      const to = [...actors.values()].find(
        ({ speaker }) => speaker.conversation === conversation && speaker.id === user,
      );
      if (!to) throw new Error(`somebody unknown was sent to: ${user} in ${conversation}`);
      if (activity.type === 'message') to.heard.push(textOf(activity));
      to.shown.push({ activities: [activity] });
      if (activity.type !== 'trace') continue;
      const trace = traceSchema.parse(activity.value);
      to.traces.push(trace);
      if (replyTo !== undefined) to.answers.push(trace);
    }
    listened = wendy.farEnd.taken.length;
  }

  async function send(one: Actor, activity: Record<string, unknown>): Promise<void> {
    listen();
    one.spokeAt = one.heard.length;
    one.read = { message: one.heard.length, offset: 0 };
    one.last = activity;
    const before = one.heard.length;
    const answer = await post(wendy.url, activity);
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body}`);
    one.heard.push(...answer.texts);
    one.shown.push(answer);
    if (answer.trace) {
      one.traces.push(answer.trace);
      one.answers.push(answer.trace);
    }
    const apart = activity.deliveryMode === undefined && activity.channelId === 'emulator';
    if (apart && settings.farEndTakes) {
      await wendy.farEnd.until(() => isAnswered(activity.id), `the answer to ${activity.text}`);
    }
    listen();
    one.lastHeard = one.heard.slice(before);
  }

  /** The turn trace is the last of an answer. */
  function isAnswered(id: unknown): boolean {
    return wendy.farEnd.taken.some((sent) => sent.replyTo === id && sent.activity.type === 'trace');
  }

  return {
    settings,
    actors,
    actor,
    listen,
    says: async (who, text, photo = false) => {
      const one = actor(who);
      one.speaker.channel = settings.channel;
      const { locale } = settings;
      const speaker = locale === undefined ? one.speaker : { ...one.speaker, locale };
      await send(
        one,
        messageOf(speaker, text, {
          timestamp: new Date(Date.UTC(2026, 2, 2) + ++spoken * 1000).toISOString(),
          deliveryMode: settings.inline ? 'expectReplies' : undefined,
          ...(settings.zone !== undefined && { localTimezone: settings.zone }),
          ...(photo && { attachments: [await photoOfPhone()] }),
        }),
      );
    },
    presses: async (who, title) => {
      const one = actor(who);
      const buttons = one.shown.toReversed().flatMap((shown) => buttonsIn(shown));
      const found = buttons.find((button) => button.title === title);
      if (!found) throw new Error(`${who} was shown no button "${title}"`);
      const { filled, locale } = one;
      one.filled = {};
      await send(
        one,
        messageOf({ ...one.speaker, ...(locale === undefined ? {} : { locale }) }, '', {
          timestamp: new Date(Date.UTC(2026, 2, 2) + ++spoken * 1000).toISOString(),
          value: { ...found.data, ...filled },
        }),
      );
    },
    again: async (who, id) => {
      const one = actor(who);
      if (!one.last) throw new Error(`${who} has said nothing yet`);
      const heardFirst = one.lastHeard;
      await send(one, id === 'same' ? one.last : { ...one.last, id: newActivityId() });
      if (JSON.stringify(one.lastHeard) !== JSON.stringify(heardFirst)) {
        throw new Error(`answered otherwise than before: ${one.lastHeard} / ${heardFirst}`);
      }
    },
  };
}
