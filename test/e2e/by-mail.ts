import { type Answer, messageOf, post } from '../helpers/channel.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy, type Running } from '../helpers/wendy.ts';
import { type Arrived, type MailServer, openMailServer } from '../mail/helpers.ts';
import { mailOf } from '../mail/mails.ts';
import { type Talk, talkWith } from './talk.ts';

export const FROM = 'Wendy <support@example.com>';
export const TOKEN = 'a-token-of-the-mail-system';
/** Monday 10:00 and Saturday 19:00 in Shenzhen. */
export const ON_DUTY = '2026-03-02T02:00:00Z';
export const OFF_DUTY = '2026-03-07T11:00:00Z';

/** A customer with a case and a mail address, and the mails that go to and fro. */
export interface MailScene {
  wendy: Running;
  mail: MailServer;
  talk: Talk;
  /** The answer to the last that the customer said in the chat. */
  last: Answer;
  id: string;
  /** The mail that confirmed the case. */
  first: Arrived;
  /** Hands in a mail as the mail system does. */
  handIn(raw: string, headers?: Record<string, string>): Promise<{ status: number; body: Json }>;
  /** Hands in an answer to a mail of the case; `headers` over those of an ordinary one. */
  answer(
    words: string,
    headers?: Record<string, string | undefined>,
  ): Promise<{ status: number; body: Json }>;
  /** Resolves with the first mail to an address in which a phrase stands. */
  until(phrase: string, to?: string): Promise<Arrived>;
  show(): Promise<Json>;
  act(action: Record<string, unknown>): Promise<void>;
  /** Has Tom talk with Wendy in a chat; resolves with what he has read there so far, whenever it is called. */
  tomInChat(): Promise<() => string[]>;
}

export const SAYS = ['my camera has no power', 'person', 'Ann Hill', 'ann@example.com', 'skip'];

export async function openMailScene({
  from = ON_DUTY,
  says = SAYS,
  env = {},
  mail: own,
}: {
  from?: string;
  says?: readonly string[];
  env?: Record<string, string>;
  mail?: MailServer;
} = {}): Promise<MailScene> {
  const mail = own ?? (await openMailServer());
  const settings = { SMTP_URL: mail.url, MAIL_FROM: FROM, MAIL_INBOUND_TOKEN: TOKEN, ...env };
  const wendy = await openWendy({ at: from, env: settings });
  const talk = talkWith(wendy);
  const last = await talk.sayAll(...says);
  const id = last.trace?.case?.id ?? '';
  const until: MailScene['until'] = (phrase, to = 'ann@example.com') =>
    mail.until(1, (one) => one.to.includes(to) && one.parsed.text?.includes(phrase) === true);
  const first = await until(id);
  let answers = 0;
  const handIn: MailScene['handIn'] = async (raw, headers = {}) => {
    const response = await fetch(`${wendy.url}/api/mail`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'message/rfc822', ...headers },
      body: raw,
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const show = async (): Promise<Json> => (await wendy.staff.get(`/${id}`)).body;
  return {
    ...{ wendy, mail, talk, last, id, first, handIn, until, show },
    answer: (words, headers = {}) => handIn(mailOf(answering(first, `answer-${++answers}`, headers), words)),
    act: async (action) => {
      const { status, body } = await wendy.staff.act(id, {
        version: Number(at(await show(), 'version')),
        ...action,
      });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    tomInChat: async () => {
      const speaker = { id: 'tom-himself', conversation: 'of-tom', serviceUrl: wendy.farEnd.url };
      await post(wendy.url, messageOf(speaker, '/staff tom'));
      return () =>
        wendy.farEnd.taken
          .filter(({ conversation }) => conversation === 'of-tom')
          .map(({ activity }) => activity.text ?? '');
    },
  };
}

/** The headers of an answer to a mail that arrived. */
export function answering(
  { parsed }: Arrived,
  id: string,
  headers: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    To: parsed.replyTo?.text ?? '',
    Subject: `Re: ${parsed.subject}`,
    'Message-ID': `<${id}@ann.example.com>`,
    'In-Reply-To': parsed.messageId ?? '',
    ...headers,
  };
}
