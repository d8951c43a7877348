import { join } from 'node:path';
import type { FreeText, Message, Question } from '../../dialogs/message.ts';
import { loadPhrases } from '../../src/understanding/load.ts';
import { createUnderstanding, type Language } from '../../src/understanding/understanding.ts';

export const understanding = createUnderstanding(loadPhrases(join(import.meta.dirname, '../../locales')));
const message = { key: 'any' } as unknown as Message;

function ask(prompt: string, values: readonly string[], free: FreeText = 'none'): Question {
  const choices = values.map((value) => ({ value, title: message }));
  return { prompt, say: message, choices, free, skippable: true, why: message };
}

export const questions = {
  none: null,
  need: ask('need', ['fault', 'repair', 'order'], 'need'),
  describe: ask('fault.describe', [], 'fault'),
  more: ask('fault.more', ['done', 'add', 'correct'], 'fault'),
  smell: ask('triage.no_power.smell', ['yes', 'no', 'unknown']),
  wipe: ask('triage.night_vision.wipe', ['helped', 'not_helped', 'cannot']),
  place: ask('warranty.place', ['indoors', 'protected', 'exposed', 'unknown']),
  owner: ask('triage.login_password.owner', ['mine', 'for_owner', 'not_mine', 'unknown']),
  before: ask('triage.no_power.before', ['nothing', 'storm', 'moved', 'unknown']),
  verdict: ask('outcome.verdict', ['accept', 'contest']),
  summary: ask('summary.confirm', ['send', 'edit']),
  quote: ask('repair.quote', ['approve:1:2', 'refuse:1:2']),
  model: ask('product.model', [], 'model'),
  serial: ask('product.serial', [], 'serial'),
  date: ask('product.purchaseDate', ['unknown'], 'date'),
  since: ask('product.since', [], 'when'),
  firmware: ask('product.firmware', [], 'firmware'),
  name: ask('contact.name', [], 'name'),
  email: ask('contact.email', [], 'email'),
  phone: ask('contact.phone', [], 'phone'),
  note: ask('feedback.solved', ['yes', 'no'], 'note'),
};
export type Asked = keyof typeof questions;

export function read(text: string, asked: Asked = 'none', locale: Language = 'en') {
  const question = questions[asked];
  return understanding.read(text, {
    question,
    locale,
    at: '2026-11-23T10:00:00Z',
    on: '2026-11-23',
    region: 'GB',
    models: ['RS-D200'],
    listed: 2,
  });
}

/** Events in short: `ANSWERED yes`, `ASKED freight`, `FAULTS night_vision+audio`. */
export function said(text: string, asked?: Asked, locale?: Language): string[] {
  return read(text, asked, locale).events.map((event) => {
    if (event.type === 'ANSWERED') return `ANSWERED ${event.value}`;
    if (event.type === 'MISREAD') return `MISREAD ${event.problem}`;
    if (event.type === 'ASKED') return `ASKED ${event.topic}`;
    if (event.type === 'LANGUAGE') return `LANGUAGE ${event.locale}`;
    if (event.type === 'CHATTED') return `CHATTED ${event.kind}`;
    if (event.type === 'CORRECTED') return `CORRECTED ${event.field} ${event.value}`;
    if (event.type === 'FAULTS')
      return `FAULTS ${event.faults.map((fault) => fault.guesses[0]?.label).join('+')}`;
    return event.type;
  });
}
