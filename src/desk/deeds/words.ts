import { RequestRefused } from '../../errors.ts';
import { mustHold } from '../access.ts';
import type { CaseRecord, StaffFile } from '../case.ts';
import { withRole } from '../notices.ts';
import { type Acting, type Deed, done, told, toldBy } from './deed.ts';

/** A person's words to the customer, with files. */
export const reply: Deed<'reply'> = (record, action, acting) => {
  const { files = [] } = acting;
  mustHold(record, acting.staff);
  const event = {
    ...toldBy(acting),
    ...{ type: 'CASE.REPLIED' as const, text: action.text },
    ...(files.length > 0 && { files }),
  };
  const change = { status: 'waiting_customer', level: 'owner', ...withFiles(record, acting, true) } as const;
  return done(record, action, acting, change, { event });
};

/** A word among staff; the customer never sees it, nor the files that come with it. */
export const note: Deed<'note'> = (record, action, acting) => {
  const { files = [], now, staff } = acting;
  const attachments = files.length > 0 && { attachments: files.map(({ id }) => id) };
  const entry = { at: now.at, by: staff.id, text: action.text, ...attachments };
  const notes = [...record.notes, entry];
  return done(record, action, acting, { notes, ...withFiles(record, acting, false) });
};

function withFiles(record: CaseRecord, { files = [], now, staff }: Acting, shown: boolean) {
  if (files.length === 0) return {};
  const own = files.map((file): StaffFile => ({ ...file, by: staff.id, at: now.at, shown }));
  return { files: [...(record.files ?? []), ...own] };
}

/** Sales ask the technicians, and stay the customer's voice. */
export const consult: Deed<'consult'> = (record, action, acting) => {
  const { staff, staffList, now } = acting;
  mustHold(record, staff);
  const id = `K${record.consults.length + 1}`;
  const asked = { id, by: staff.id, at: now.at, text: action.text, answers: [] };
  const event = { ...toldBy(acting), type: 'CASE.CONSULTED' } as const;
  const more = { words: action.text };
  const notices = [told(withRole(staffList, 'technician'), 'staff:told.consulted', record, acting, more)];
  return done(record, action, acting, { consults: [...record.consults, asked] }, { event, notices });
};

/** A technician's answer to what sales asked last. */
export const advise: Deed<'advise'> = (record, action, acting) => {
  const { staff, now } = acting;
  const last = record.consults.at(-1);
  if (!last) throw new RequestRefused(409, 'Nobody has consulted the technicians about this case.', 'status');
  const answers = [...last.answers, { by: staff.id, at: now.at, text: action.text }];
  const to = [...new Set([last.by, ...(record.assignee ? [record.assignee] : [])])];
  const notices = [told(to, 'staff:told.advised', record, acting, { words: action.text })];
  const consults = [...record.consults.slice(0, -1), { ...last, answers }];
  return done(record, action, acting, { consults }, { notices });
};
