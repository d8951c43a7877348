import { vi } from 'vitest';
import { message, type OpenDoors, openDoors } from './doors.ts';
import { type Issuer, openIssuer } from './issuer.ts';

/** Where the channel of these tests is. */
export const SERVICE = 'https://smba.example/emea/';

/** A message in Teams. */
export const teams = (changes: Record<string, unknown> = {}): Record<string, unknown> =>
  message({ channelId: 'msteams', serviceUrl: SERVICE, ...changes });

/** Doors with an app id, and the issuer that they believe. */
export async function openBot(
  endorsements?: readonly string[],
): Promise<{ doors: OpenDoors; issuer: Issuer }> {
  const issuer = await openIssuer(SERVICE, endorsements);
  const doors = await openDoors({ settings: issuer.settings, credentials: issuer.credentials });
  return { doors, issuer };
}

/** The header of a request with a token. */
export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** Moves the clock of tokens and keys forward. */
export function later(ms: number): void {
  const then = Date.now() + ms;
  vi.useFakeTimers({ toFake: ['Date'], now: then });
}
