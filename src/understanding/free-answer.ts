import type { CorrectableField, Problem } from '../../dialogs/events.ts';
import type { FreeText } from '../../dialogs/message.ts';
import { readEmail, readPhone } from './contacts.ts';
import { type Read, readDate } from './dates.ts';
import { readModel, readName, readSerial } from './identity.ts';
import { readPeriod } from './period.ts';

export interface FreeSettings {
  today: string;
  region: string | undefined;
  serialPattern: RegExp | undefined;
  models: readonly string[];
}

/** Answers whose form shows what they are, so that they are found within a message. */
export type FormKind = 'date' | 'period' | 'email' | 'phone' | 'serial';
/** Answers that can be any words: taken only from what means nothing else. */
export type WordKind = 'model' | 'name' | 'firmware' | 'when' | 'note';

const LONGEST: Readonly<Record<WordKind, number>> = {
  model: 200,
  name: 200,
  firmware: 80,
  when: 300,
  note: 8000,
};
const MISSING: Readonly<Partial<Record<FreeText, Problem>>> = {
  date: 'no_date',
  period: 'no_period',
  email: 'no_email',
  phone: 'no_phone',
  serial: 'no_serial',
  model: 'no_model',
  name: 'no_name',
};

export function isFormKind(free: FreeText): free is FormKind {
  return ['date', 'period', 'email', 'phone', 'serial'].includes(free);
}

export function isWordKind(free: FreeText): free is WordKind {
  return Object.hasOwn(LONGEST, free);
}

/** The problem to tell where a text holds no such answer at all. */
export function missingProblem(free: FreeText): Problem {
  return MISSING[free] ?? 'no_choice';
}

export function readForm(kind: FormKind, text: string, settings: FreeSettings): Read {
  switch (kind) {
    case 'date':
      return readDate(text, settings.today);
    case 'period':
      return readPeriod(text);
    case 'email':
      return readEmail(text);
    case 'phone':
      return readPhone(text, settings.region);
    case 'serial':
      return readSerial(text, settings.serialPattern);
  }
}

export function readWords(kind: WordKind, text: string, settings: FreeSettings): Read {
  if (text.length > LONGEST[kind]) return { problem: 'too_long' };
  switch (kind) {
    case 'model':
      return readModel(text, settings.models);
    case 'name':
      return readName(text);
    case 'firmware':
      return { value: /\bv?\d+(?:\.\d+)+[\w.-]*/iu.exec(text)?.[0] ?? text.trim() };
    case 'when':
    case 'note':
      return { value: text.trim() };
  }
}

/** The field that a free question asks for, where it is one that can be corrected. */
export function fieldOf(free: FreeText): CorrectableField | undefined {
  const fields: Partial<Record<FreeText, CorrectableField>> = {
    date: 'purchaseDate',
    period: 'warrantyMonths',
    email: 'email',
    phone: 'phone',
    serial: 'serial',
    model: 'model',
    name: 'name',
  };
  return fields[free];
}
