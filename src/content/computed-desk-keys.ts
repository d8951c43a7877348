const ROLES = ['sales', 'technician', 'supervisor'];
const LISTS = ['queue', 'mine', 'all'];
const DEEDS = [
  ...['claim', 'release', 'assign', 'reply', 'note', 'handoff', 'consult', 'advise', 'answer', 'merge'],
  ...['decide', 'confirm', 'resolve', 'close', 'reopen'],
];
const BY_WENDY = [
  ...['away', 'submit', 'promise_broken', 'warned', 'remind', 'take_in', 'rate'],
  ...['undelivered', 'mail_undelivered', 'staff_undelivered'],
];

/** The keys that the cards and commands of staff put together; as in `computedKeys`. */
export const DESK_KEYS: Readonly<Record<string, readonly string[]>> = {
  'desk:*.title': ['talk', 'faults'],
  'desk:button.*': ['claim', 'release', 'resolve', 'close', 'reopen'],
  'desk:button.handoff_*': ['technicians', 'sales'],
  'desk:days.*': [
    ...['today', 'tomorrow', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ],
  'desk:did.*': [...DEEDS, ...BY_WENDY],
  'desk:done.*': DEEDS,
  'desk:help.*': ROLES,
  'desk:list.empty.*': LISTS,
  'desk:list.title.*': LISTS,
  'desk:part.*': ['faults', 'units', 'files', 'questions', 'consults', 'notes', 'history', 'talk'],
  'desk:role.*': ROLES,
  'desk:to.*': ['technicians', 'sales'],
  'desk:unit.final_*': ['covered', 'excluded', 'review'],
  'desk:words.*': [
    ...['queue', 'mine', 'all', 'who', 'case', 'more', 'talk', 'faults', 'canned', 'away', 'back', 'send'],
    ...['leave', 'help', ...DEEDS],
  ],
};
