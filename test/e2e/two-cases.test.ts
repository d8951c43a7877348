import { expect, test } from 'vitest';
import { at } from '../helpers/staff-client.ts';
import { openWendy } from '../helpers/wendy.ts';
import { queuedCase } from './talk.ts';

test('a case that staff open again leaves the customer’s new one as it stands, and says which it is', async () => {
  const wendy = await openWendy();
  const { talk, id, version } = await queuedCase(wendy);
  await wendy.staff.act(id, { type: 'claim', as: 'tom', version });
  await wendy.staff.act(id, { type: 'close', as: 'tom' });
  await talk.say('hello');
  await wendy.farEnd.until(
    () => wendy.farEnd.taken.some(({ activity }) => activity.text?.includes('closed')),
    'the end',
  );
  let answer = await talk.say('my recorder beeps all the time');
  for (let time = 0; time < 3 && answer.trace?.case?.id === id; time++) answer = await talk.say('new');
  const other = answer.trace?.case?.id ?? '';
  expect([other, answer.trace?.case?.status]).toEqual([expect.not.stringMatching(id), 'open']);
  const { state } = answer.trace ?? {};
  expect((await wendy.staff.act(id, { type: 'reopen', as: 'tom' })).status).toBe(200);
  await wendy.staff.act(id, { type: 'reply', as: 'tom', text: 'One more thing about the camera.' });
  const came = (words: string) => wendy.farEnd.taken.filter(({ activity }) => activity.text?.includes(words));
  await wendy.farEnd.until(() => came('One more thing').length === 1, 'the reply');
  const next = await talk.say('what did you ask?');
  expect(next.trace?.case).toEqual({ id: other, status: 'open' });
  expect(next.trace?.state).toBe(state);
  expect(next.texts.join('')).not.toBe('');
  expect((await talk.say('done')).trace?.state).toMatch(/^triage\./);
  const said = wendy.farEnd.taken.map(({ activity }) => activity.text ?? '').join('\n');
  expect(said).toContain(`case ${id}`);
  const { body } = await wendy.staff.get(`/${id}`);
  expect(at(body, 'status')).toBe('waiting_customer');
});
