import { describe, expect, test } from 'vitest';
import type { Answer, TurnTrace } from '../helpers/channel.ts';
import { at, type Json } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { answerTo } from '../upgrades/answers.ts';
import { talkWith } from './talk.ts';

type Choice = NonNullable<TurnTrace['expects']>['choices'][number];

const FIRST = {
  en: 'my two outdoor domes are black at night and the recorder beeps',
  'zh-CN': '外面两个半球夜里全黑，录像机一直响',
};

const byNumber = (_choice: Choice, index: number): string => String(index + 1);
const byTitle = ({ title }: Choice): string => title;

/** What is tried in triage does not help; else as a customer of the stored conversations. */
function answerOf(prompt: string, choices: readonly Choice[]): string {
  const value = answerTo(prompt);
  const offered = ['not_helped', 'unknown', 'cannot'].find((one) =>
    choices.some((choice) => choice.value === one),
  );
  return value === 'skip' ? (offered ?? value) : value;
}

/** What a plain channel shows: text alone, with every choice in it. */
function expectPlain({ activities, texts }: Answer, choices: readonly Choice[], longest: number): void {
  expect(texts.length).toBeGreaterThan(0);
  for (const activity of activities) {
    expect(activity).toMatchObject({ type: 'message', textFormat: 'plain' });
    expect(activity).not.toHaveProperty('attachments');
    expect(activity).not.toHaveProperty('suggestedActions');
    expect(activity.text?.length).toBeLessThanOrEqual(longest);
    expect(activity.text).not.toMatch(/\*\*|<[a-z]|\]\(/i);
  }
  for (const [index, { title }] of choices.entries()) expect(texts.at(-1)).toContain(`${index + 1} ${title}`);
}

function expectSuggested({ activities }: Answer, choices: readonly Choice[]): void {
  const last = activities.at(-1);
  const suggested = at(last as Json, 'suggestedActions.actions') as { value: string }[] | undefined;
  if (suggested) expect(suggested.map(({ value }) => value)).toEqual(choices.map(({ title }) => title));
  else
    for (const [index, { title }] of choices.entries()) expect(last?.text).toContain(`${index + 1} ${title}`);
}

/** What is told of a case, without what two customers can't share. */
const toldIn = (one: Json): Json =>
  JSON.parse(
    JSON.stringify(
      ['faults', 'units', 'contact', 'status', 'queue'].map((part) => at(one, part)),
      (key, value) => (key === 'at' ? '' : value),
    ),
  );

describe.each(['en', 'zh-CN'] as const)('the whole way to the queue (%s)', (locale) => {
  test.each([
    ['a channel that nobody knows', 'unheard-of', byNumber, 8_000],
    ['sms', 'sms', byNumber, 1_500],
    ['email', 'email', byNumber, 100_000],
    ['skype, by its suggested actions', 'skype', byTitle, 0],
    ['telegram, by its suggested actions', 'telegram', byTitle, 0],
    ['facebook, by its suggested actions', 'facebook', byTitle, 0],
  ])('on %s', async (_name, channel, answer, longest) => {
    const wendy = await openWendy();
    const talk = talkWith(wendy, { channel, locale });
    // The same talk beside it, on the channel that tells what is asked.
    const twin = talkWith(wendy, { locale });
    let told = await twin.say(FIRST[locale]);
    let shown = await talk.say(FIRST[locale]);
    const asked: string[] = [];
    for (let turn = 0; told.trace?.case?.status === 'open' && turn < 60; turn++) {
      const { prompt, choices } = told.trace.expects ?? { prompt: '', choices: [] };
      if (longest > 0) expectPlain(shown, choices, longest);
      else expectSuggested(shown, choices);
      asked.push(prompt);
      const value = answerOf(prompt, choices);
      const index = choices.findIndex((choice) => choice.value === value);
      const choice = choices[index];
      told = await twin.say(value);
      shown = await talk.say(choice ? answer(choice, index) : value);
    }
    expect(told.trace?.case?.status).toBe('queued');
    expect(asked.at(-1)).toBe('summary.confirm');
    expect(asked.filter((prompt) => prompt.startsWith('triage.')).length).toBeGreaterThan(4);
    const { body } = await wendy.staff.get('');
    const [own, others] = [at(body, 'cases.1') as Json, at(body, 'cases.0') as Json];
    expect(at(own, 'status')).toBe('queued');
    expect(toldIn(own)).toEqual(toldIn(others));
    expect(wendy.errors).toEqual([]);
  });
});
