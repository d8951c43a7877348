import type { Address, SendTo } from '../conversation/types.ts';
import { type Locale, localeOf, type Texts } from '../texts/texts.ts';
import { createLimiter } from './limits.ts';

/** Tells a customer who sends too fast, in the chat, that Wendy does not read all of it. Never throws. */
export type SlowWord = (address: Address, locale: string | undefined, now: number) => void;

/** Once in ten minutes a conversation: more would be a flood of our own. */
const ONCE = { burst: 1, perSecond: 1 / 600 };
/** For all conversations together: whoever makes up conversations makes us send no faster. */
const IN_ALL = { burst: 20, perSecond: 1 };

/** The word is lost where it can't be sent: the refusal (429) says the same to the channel. */
export function createSlowWord(texts: Texts | undefined, send: SendTo): SlowWord {
  const once = createLimiter(ONCE.burst, ONCE.perSecond);
  const inAll = createLimiter(IN_ALL.burst, IN_ALL.perSecond);
  const say = (locale: Locale): string => texts?.render({ key: 'common:too_fast' }, locale) ?? '';
  return (address, locale, now) => {
    const key = JSON.stringify([address.channel, address.conversation.id]);
    if (texts === undefined || once.wait(key, now) > 0 || inAll.take('all', now) > 0) return;
    once.take(key, now);
    void send(address, { text: say(localeOf(locale)), choices: [] }).catch(() => undefined);
  };
}
