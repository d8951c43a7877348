import { describe, expect, it } from 'vitest';
import { type Action, readAction } from '../../src/desk/action-forms.ts';
import { act, type Done } from '../../src/desk/actions.ts';
import type { CaseRecord } from '../../src/desk/case.ts';
import type { Staff } from '../../src/desk/staff.ts';
import { RequestRefused } from '../../src/errors.ts';
import { acting, caseIn, now, staffList } from './desk.ts';

function deed(record: CaseRecord, staffId: string, action: Action, version = 7): Done {
  return act(record, version, action, { ...acting, staff: staffList.byId(staffId) as Staff });
}

function refusal(run: () => unknown): Pick<RequestRefused, 'status' | 'field'> {
  try {
    run();
  } catch (error) {
    const { status, field } = error as RequestRefused;
    return { status, field };
  }
  throw new Error('it was done');
}

describe('an action', () => {
  it('leads from each state to the next', () => {
    const steps: [CaseRecord, string, Action, Partial<CaseRecord>][] = [
      [caseIn('queued', null), 'tom', { type: 'claim', version: 7 }, { status: 'claimed', assignee: 'tom' }],
      [caseIn('claimed', 'tom'), 'tom', { type: 'release' }, { status: 'queued', queue: 'technicians' }],
      [caseIn('claimed', 'anna'), 'anna', { type: 'release' }, { status: 'with_sales', queue: 'sales' }],
      [caseIn('open', null), 'mei', { type: 'assign', version: 7, to: 'li' }, { assignee: 'li' }],
      [caseIn('claimed', 'tom'), 'tom', { type: 'reply', text: 'a' }, { status: 'waiting_customer' }],
      [caseIn('waiting_customer', 'tom'), 'tom', { type: 'note', text: 'a' }, { status: 'waiting_customer' }],
      [
        caseIn('claimed', 'anna'),
        'anna',
        { type: 'handoff', to: 'technicians', reason: 'bench' },
        { status: 'queued', assignee: null, observers: ['anna'] },
      ],
      [caseIn('claimed', 'tom'), 'mei', { type: 'resolve' }, { status: 'resolved', assignee: 'tom' }],
      [caseIn('resolved', 'tom'), 'tom', { type: 'close' }, { status: 'closed' }],
      [caseIn('closed', 'tom'), 'mei', { type: 'reopen' }, { status: 'claimed', assignee: 'tom' }],
      [caseIn('closed', 'gone'), 'mei', { type: 'reopen' }, { status: 'queued', assignee: null }],
      [caseIn('closed', null, { reason: 'sales' }), 'mei', { type: 'reopen' }, { status: 'with_sales' }],
    ];
    for (const [record, by, action, expected] of steps) {
      expect(deed(record, by, action).record, `${by} ${action.type}`).toMatchObject(expected);
    }
  });

  it('is refused by role before its version is looked at, and by its version before all else', () => {
    const stale = { type: 'claim', version: 6 } as const;
    expect(refusal(() => deed(caseIn('queued', null), 'mei', stale))).toEqual({ status: 403, field: 'as' });
    expect(refusal(() => deed(caseIn('queued', null), 'anna', stale)).field).toBe('version');
    expect(refusal(() => deed(caseIn('claimed', 'tom'), 'li', { type: 'resolve', version: 6 })).field).toBe(
      'version',
    );
  });

  it('records who did what, and says so to the customer’s conversation', () => {
    const done = deed(caseIn('queued', null), 'tom', { type: 'claim', version: 7 });
    expect(done.record.history).toEqual([{ at: now.at, by: 'tom', did: 'claim' }]);
    expect(done.event).toMatchObject({ type: 'CASE.CLAIMED', by: 'tom', name: 'tom' });
  });

  it('names an assignee that does not exist', () => {
    const run = (): unknown =>
      deed(caseIn('claimed', 'tom'), 'tom', { type: 'assign', version: 7, to: 'bob' });
    expect(run).toThrow(new RequestRefused(400, 'to: there is no staff member "bob".', 'to'));
  });
});

const file = (content: string) => ({ name: 'a.jpg', contentType: 'image/jpeg', content });
/** Two of them are one byte more than what may come. */
const LARGE = Buffer.alloc(4 * 1024 * 1024 + 1).toString('base64');

describe('the body of an action', () => {
  const refusal = (body: unknown): RequestRefused => {
    try {
      readAction(body);
    } catch (error) {
      return error as RequestRefused;
    }
    throw new Error('it was taken');
  };

  it.each([
    [[], undefined],
    [{}, 'type'],
    [{ type: 'fly' }, 'type'],
    [{ type: 'toString' }, 'type'],
    [{ type: 'claim' }, 'version'],
    [{ type: 'claim', version: '7' }, 'version'],
    [{ type: 'claim', version: 0 }, 'version'],
    [{ type: 'reply' }, 'text'],
    [{ type: 'reply', text: '  ' }, 'text'],
    [{ type: 'reply', text: 'x'.repeat(20_001) }, 'text'],
    [{ type: 'assign', version: 1 }, 'to'],
    [{ type: 'note', text: 'a', colour: 'red' }, 'colour'],
    [{ type: 'decide', unitId: 'U1', clause: '2', excluded: true, reason: 'x' }, 'version'],
    [{ type: 'decide', version: 1, unitId: 'U1', clause: '7', excluded: true, reason: 'x' }, 'clause'],
    [{ type: 'decide', version: 1, unitId: 'U1', clause: '2', excluded: 'yes', reason: 'x' }, 'excluded'],
    [{ type: 'decide', version: 1, unitId: 'U1', clause: '2', excluded: true }, 'reason'],
    [{ type: 'confirm', version: 1 }, 'unitId'],
    [{ type: 'merge' }, 'into'],
    [{ type: 'reply', text: 'a', attachments: {} }, 'attachments'],
    [{ type: 'reply', text: 'a', attachments: [{ name: 'a' }] }, 'attachments.0.contentType'],
    [{ type: 'reply', text: 'a', attachments: [file('no base64')] }, 'attachments.0.content'],
    [{ type: 'reply', text: 'a', attachments: [file('QQ')] }, 'attachments.0.content'],
    [{ type: 'reply', text: 'a', attachments: Array(6).fill(file('QQ==')) }, 'attachments'],
    [{ type: 'note', text: 'a', attachments: Array(2).fill(file(LARGE)) }, 'attachments'],
    [{ type: 'claim', version: 1, attachments: [] }, 'attachments'],
  ])('%j is refused with the field that is wrong', (body, field) => {
    const { status, field: named } = refusal(body);
    expect([status, named]).toEqual([400, field]);
  });

  it('keeps a reply exactly as it was written', () => {
    expect(readAction({ type: 'reply', as: 'tom', text: ' two\n lines ' })).toEqual({
      type: 'reply',
      text: ' two\n lines ',
    });
  });
});
