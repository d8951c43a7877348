import { expect, test } from 'vitest';
import { type Client, generate, openChat, openClient } from '../channels/directline/client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { playDesk, TUESDAY, type WebCustomer } from './desk-script.ts';

/** A customer with the official Direct Line client and no page around it. */
async function openCustomer(url: string): Promise<WebCustomer> {
  const first = await openChat(url, { webSocket: true });
  let client: Client = first;
  const isThere = (words: string) => () => JSON.stringify(client.shown).includes(words);
  const post = (text: string) => client.post({ type: 'message', text, from: { id: 'me' } });
  const answers = async (text: string): Promise<void> => void (await client.say(text));
  return {
    says: async (text) => expect(await post(text)).not.toBe('retry'),
    answers,
    presses: (_title, value) => answers(value),
    hears: (words) => client.until(isThere(words), words),
    returns: async () => {
      client.line.end();
      const { token, conversationId } = await generate(url, { resume: first.pass.resume });
      client = openClient(url, { webSocket: true, token, conversationId });
    },
  };
}

test('three of the staff at Playgrounds and a customer on the web chat go the whole way of a case', async () => {
  const wendy = await openWendy({ at: TUESDAY });
  await playDesk(wendy, await openCustomer(wendy.url));
});
