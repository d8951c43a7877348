import type { Activity } from 'botbuilder';
import type { Address } from '../conversation/types.ts';

/** Channels show it for about this long, ms. */
const SHOWN = 3_000;

/** Shows in a conversation that an answer is being made. Never throws; nothing where the channel takes no more now. */
export type ShowTyping = (address: Address) => Promise<void>;

export const TYPING: Partial<Activity> = { type: 'typing' };

/** Elsewhere it would be an error, or a message. */
const CHANNELS = new Set(['msteams', 'emulator', 'directline', 'webchat', 'telegram', 'facebook']);

/** Whether a channel shows that somebody types. */
export function showsTyping(channel: string): boolean {
  return CHANNELS.has(channel);
}

/** Waits for work and, while it goes on for longer than `after` ms, shows it. */
export async function whileTyping<T>(work: Promise<T>, show: () => Promise<void>, after: number): Promise<T> {
  let timer = setTimeout(function again() {
    void show();
    timer = setTimeout(again, SHOWN);
  }, after);
  return work.finally(() => clearTimeout(timer));
}
