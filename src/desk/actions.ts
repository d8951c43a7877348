import { RequestRefused } from '../errors.ts';
import { mustBeWhole, mustHaveRole } from './access.ts';
import type { Action } from './action-forms.ts';
import type { CaseRecord } from './case.ts';
import { answer } from './deeds/answer.ts';
import type { Acting, Deed, Done } from './deeds/deed.ts';
import { close, reopen, resolve } from './deeds/ending.ts';
import { assign, claim, handoff, release } from './deeds/holding.ts';
import { merge } from './deeds/merge.ts';
import { confirm, decide } from './deeds/warranty.ts';
import { advise, consult, note, reply } from './deeds/words.ts';

export type { Acting, CaseEvent, Done } from './deeds/deed.ts';

const DEEDS: { [T in Action['type']]: Deed<T> } = {
  claim,
  release,
  assign,
  reply,
  note,
  handoff,
  consult,
  advise,
  answer,
  decide,
  confirm,
  merge,
  resolve,
  close,
  reopen,
};

/**
 * Who may do what to which case, and what it does; pure. Throws RequestRefused: first 403 where the role never may, then
 * 409 for a case that is part of another or has changed, then what the deed itself refuses (400, 403 or 409).
 */
export function act(record: CaseRecord, currentVersion: number, action: Action, acting: Acting): Done {
  mustHaveRole(action.type, acting.staff);
  mustBeWhole(record);
  if (action.version !== undefined && action.version !== currentVersion) {
    throw new RequestRefused(
      409,
      `The case has changed: it is at version ${currentVersion} now. Read it and try again.`,
      'version',
    );
  }
  return DEEDS[action.type](record, action as never, acting);
}
