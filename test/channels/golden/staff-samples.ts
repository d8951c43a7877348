import { addFault, claimOf, type Draft, emptyDraft, setFacts } from '../../../dialogs/draft.ts';
import { decide } from '../../../dialogs/warranty/decide.ts';
import { companyValues } from '../../../src/conversation/company-values.ts';
import { cannedList } from '../../../src/conversation/staff-canned.ts';
import { caseCard, type Line, oldCard } from '../../../src/conversation/staff-cards.ts';
import { type Desk, type Done, openButton } from '../../../src/conversation/staff-desk.ts';
import { listOf } from '../../../src/conversation/staff-lists.ts';
import { pageOf } from '../../../src/conversation/staff-pages.ts';
import { askWhich, offer } from '../../../src/conversation/staff-plain.ts';
import type { Outgoing } from '../../../src/conversation/types.ts';
import { type CaseRecord, NO_DESK } from '../../../src/desk/case.ts';
import { companyCalendar } from '../../../src/desk/company-calendar.ts';
import { createStaffList } from '../../../src/desk/staff.ts';
import { createTexts, type Locale } from '../../../src/texts/texts.ts';
import { content } from '../../dialogs/conversation.ts';

const calendar = companyCalendar(content.company);
const texts = createTexts(content.locales, content.company.zone);
const staffList = createStaffList(content.staff);

const AT = '2026-11-23T06:00:00.000Z';
const at = (minutes: number): string => new Date(Date.parse(AT) - minutes * 60_000).toISOString();
/** What a person or a customer may write. */
const MARKUP = '**now** <at>all</at> [x](javascript:y) "quoted"';

const WORDS = {
  en: {
    domes: '2 domes outside are black at night',
    look: 'Please look from the ground',
    price: 'What is an RS-D200?',
  },
  zh: { domes: '外面两个半球夜里全黑', look: '请从地面看一下', price: 'RS-D200 多少钱？' },
};

/** A staff member's turn, as the cards need it. */
export function deskOf(id: string, locale: Locale): Desk {
  const { company, canned, dialogs } = content;
  const parts = {
    texts,
    staffList,
    calendar,
    company,
    canned,
    trees: dialogs.trees,
    publicUrl: 'https://support.example',
  };
  const values = { ...companyValues(parts, locale, AT), site: parts.publicUrl };
  return {
    parts,
    waking: { now: { at: AT, on: AT.slice(0, 10), ms: Date.parse(AT) } },
    talk: { id, focus: null },
    staff: staffList.byId(id),
    tongue: { texts, locale, values },
  } as unknown as Desk;
}

function draftOf(words: (typeof WORDS)[Locale]): Draft {
  const told = addFault(emptyDraft, {
    label: 'night_vision',
    description: `${words.domes}, ${MARKUP}`,
    facts: { device: 'dome', quantity: 2 },
  });
  const facts = { reportedOn: '2026-11-20', purchaseDate: '2026-03-02', source: 'authorized' } as const;
  const units = told.units.map((unit, nth) => {
    const known = setFacts(
      unit,
      { ...facts, ...(nth === 1 && { unauthorizedRepair: 'yes' }) },
      'customer',
      AT,
    );
    const proposed = decide(claimOf(known), content.dialogs.policy);
    const warranty = { ...known.warranty, proposed };
    return { ...known, model: 'RS-D200', serial: `RS26-0700${nth}`, purchaseDate: '2026-03-02', warranty };
  });
  const steps = [
    { id: 'night_vision.smell', result: 'no', at: at(60) },
    { id: 'gone.with_the_tree', result: 'cannot', at: at(59) },
  ];
  return {
    ...told,
    units,
    faults: told.faults.map((fault) => ({ ...fault, steps, evidence: ['label_photo'] })),
    contact: { name: 'Ann Hill', email: 'ann@example.com', phone: null },
    questions: [
      { id: 'Q1', text: words.price, answer: null },
      { id: 'Q2', text: 'MOQ?', answer: '1' },
    ],
  };
}

/** A case as it stands, in somebody's hands or in the queue. */
export function caseOf(locale: Locale, change: Partial<CaseRecord> = {}): CaseRecord {
  return {
    v: 2,
    id: 'C-1042',
    conversation: 'talk',
    status: 'queued',
    priority: 'high',
    reason: 'person',
    locale,
    createdAt: at(200),
    customer: { id: 'msteams:u', name: 'Ann' },
    owner: 'anna',
    assignee: null,
    queue: 'technicians',
    draft: draftOf(WORDS[locale]),
    notes: [{ at: at(20), by: 'li', text: `disk 2? ${MARKUP}` }],
    history: [{ at: at(30), by: 'wendy', did: 'submit', reason: 'person' }],
    ...NO_DESK,
    offered: 'tom',
    promise: { kind: 'first', madeAt: at(200), warnAt: at(60), dueAt: at(10), warned: true },
    observers: ['anna'],
    consults: [
      { id: 'K1', by: 'anna', at: at(19), text: 'IR?', answers: [{ by: 'li', at: at(18), text: MARKUP }] },
    ],
    ...change,
  };
}

export function talkOf(locale: Locale): Line[] {
  return [
    { at: at(31), from: 'customer', text: `${WORDS[locale].domes}\n${MARKUP}` },
    { at: at(30), from: 'bot', text: 'C-1042' },
  ];
}

const CLAIMED = { status: 'claimed', assignee: 'tom', queue: null } as const;

/** Every card that staff see, as it leaves the conversation, by what it is. */
export function staffSamplesOf(locale: Locale): Record<string, Outgoing[]> {
  const tom = deskOf('tom', locale);
  const anna = deskOf('anna', locale);
  const mei = deskOf('mei', locale);
  const waiting = caseOf(locale);
  const mine = caseOf(locale, CLAIMED);
  const sales = caseOf(locale, { status: 'claimed', assignee: 'anna', queue: null });
  const over = caseOf(locale, {
    ...CLAIMED,
    status: 'resolved',
    rating: { stars: 4, at: AT },
    promise: null,
  });
  const talk = talkOf(locale);
  const stored = (value: CaseRecord) => ({ value, version: 3 });
  const drafts = { reply: `${WORDS[locale].look} ${MARKUP}`, inside: 'IR' };
  const said = (done: Done): Outgoing[] => (done.says ?? []).map(({ outgoing }) => outgoing);
  const second = stored({ ...mine, id: 'C-1043' });
  return {
    'the queue': [listOf(tom, 'queue', [stored(waiting), second], 1).outgoing],
    'all cases, for a supervisor': [listOf(mei, 'all', [stored(waiting), stored(sales)], 1, true).outgoing],
    'an empty list': [listOf(tom, 'mine', [], 1).outgoing],
    'a case that waits': [caseCard(tom, waiting, 3, talk)],
    'a case in hand, with what was written on a card before': [
      caseCard(tom, mine, 3, talk, drafts, 'C-1042'),
    ],
    'a case of sales': [caseCard(anna, sales, 3, talk)],
    'a case that is over': [caseCard(tom, over, 3, talk)],
    "somebody else's case, with words that have no place": [
      caseCard(deskOf('li', locale), mine, 3, talk, drafts),
    ],
    'a case, for a supervisor': [caseCard(mei, mine, 3, talk)],
    'a card that is out of date': [oldCard(tom, mine)],
    'the whole talk': [pageOf(tom, 'talk', mine, talk, 1).outgoing],
    'plain words': said(offer(tom, WORDS[locale].look, stored(mine))),
    'which of two customers': said(askWhich(tom, 'reply', WORDS[locale].look, [stored(mine), second])),
    'which of two cases': said(askWhich(tom, 'resolve', '', [stored(mine), second])),
    'ready texts': said(cannedList(tom)),
    "a customer's words, passed on": [
      {
        text: `C-1042 Ann: ${MARKUP}`,
        choices: [],
        quick: [openButton(tom.tongue, 'C-1042')],
        about: 'C-1042',
      },
    ],
  };
}
