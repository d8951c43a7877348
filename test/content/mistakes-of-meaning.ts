import type { Mistake } from './mistakes.ts';

const TREE = 'dialogs/triage/no_power.yaml';
const POLICY = 'dialogs/warranty/policy.yaml';
const COMPANY = 'dialogs/company/company.yaml';
const STAFF = 'dialogs/company/staff.yaml';
const CANNED = 'dialogs/company/canned.yaml';

/** Content that can be read and does not hold together. */
export const APART: Mistake[] = [
  {
    what: 'an answer that leads nowhere',
    file: TREE,
    from: 'no: what_changed',
    to: 'no: what_chnged',
    says: /^\w+: the answer no leads to what_chnged, which does not exist; add that step or name another$/,
  },
  {
    what: 'a start that is no step',
    file: 'dialogs/triage/audio.yaml',
    from: 'start: smell',
    to: 'start: smells',
    says: 'smells: the start is no step of this tree; name one that there is',
  },
  {
    what: 'an instruction with an answer too few',
    file: 'dialogs/triage/night_vision.yaml',
    from: 'not_helped: how_powered, cannot: how_powered',
    to: 'not_helped: how_powered',
    says: 'night_settings: an instruction is answered by exactly helped, not_helped, cannot; here: helped, not_helped',
  },
  {
    what: 'a loop',
    file: 'dialogs/triage/night_vision.yaml',
    from: 'not_helped: near_supply',
    to: 'not_helped: supply_fits',
    at: '  supply_fits:',
    says: /^supply_fits: a loop: .*; let one of these lead elsewhere$/,
  },
  {
    what: 'a step without texts',
    file: 'locales/zh/triage.network.json',
    from: '"remote_only"',
    to: '"remote"',
    at: '{',
    says: 'remote_only: the text triage.network:remote_only.text is missing; add it here',
  },
  {
    what: 'a text that no step says',
    file: 'locales/zh/triage.network.json',
    from: '"remote": {',
    to: '"remote": { ',
    at: '"text"',
    says: 'remote.text: the text triage.network:remote.text is used by no step; take it out, or add the step that says it',
  },
  {
    what: 'a text that one language lacks',
    file: 'locales/zh/fault.json',
    from: '"remark":',
    to: '"remarks":',
    at: '{',
    says: 'remark: the text is missing; locales/en/fault.json has it, add it here too',
  },
  {
    what: 'a text that one language has alone',
    file: 'locales/zh/fault.json',
    from: '"remarks":',
    to: '"remarks" :',
    says: 'remarks: the text is left over; locales/en/fault.json has none, take it out or add it there',
  },
  {
    what: 'a plural form that the language has not',
    file: 'locales/zh/fault.json',
    from: '"dome_other": "',
    to: '"dome_one": "半球",\n    "dome_other": "',
    at: '"dome_one"',
    says: 'devices.dome_one: is left over: in zh this text has _other; take it out',
  },
  {
    what: 'a plural form that is missing',
    file: 'locales/en/fault.json',
    from: '    "camera_one": "camera",\n',
    to: '',
    at: '"camera_other"',
    says: 'devices.camera_one: the plural form is missing; en needs it, add it here',
  },
  {
    what: 'a placeholder that is lost',
    file: 'locales/zh/case.json',
    from: '已提交。您的工单号是 {{case}}。',
    to: '已提交。',
    says: 'queued: lacks {{case}}, which en has; put it back in',
  },
  {
    what: 'a placeholder that nothing fills',
    file: 'locales/zh/case.json',
    from: '太好了。',
    to: '太好了，{{customer}}。',
    says: 'solved: has {{customer}}, which en has not; take it out or correct its name',
  },
  {
    what: 'a placeholder with a brace too few',
    file: 'locales/zh/summary.json',
    from: '}}',
    to: '}',
    says: /: a placeholder is not written as {{name}}; two braces on either side$/,
  },
  {
    what: 'a number where a text belongs',
    file: 'locales/zh/topics.json',
    from: '"hotline": "',
    to: '"hotline": 400, "hotlines": "',
    says: 'hotline: must be a text or a group of texts; put it in quotes',
  },
  {
    what: 'an empty text',
    file: 'locales/en/topics.json',
    from: '"freight": "',
    to: '"freight": "", "freights": "',
    says: 'freight: the text is empty; write it',
  },
  {
    what: 'a text that the conversation needs',
    file: 'locales/en/case.json',
    from: '"released":',
    to: '"relaesed":',
    at: '{',
    says: /^released: the text is missing; dialogs\/[\w./-]+:\d+ says it, put it back$/,
  },
  {
    what: 'a part of the country without holidays of its own',
    file: COMPANY,
    from: '  types: [public]\n',
    to: '  types: [public]\n  region: GD\n',
    at: 'region: GD',
    says: 'holidays.region: CN has no parts with holidays of their own; take it out',
  },
];

/** What is only looked at where the rest is right: the policy's examples, an id given twice. */
export const MEANT_OTHERWISE: Mistake[] = [
  {
    what: 'an example of the policy that comes out otherwise',
    file: POLICY,
    from: 'expect: { coverage: excluded, clauses: [6c] }',
    to: 'expect: { coverage: covered, clauses: [6c] }',
    at: '- says: A cracked housing.',
    says: 'clauses.7.examples.0: "A cracked housing." expects coverage "covered", gets "excluded"; correct the example, or what decides otherwise',
  },
  {
    what: 'two people with one id',
    file: STAFF,
    from: '- id: li',
    to: '- id: tom ',
    says: '3.id: tom stands there twice; give this person another id',
  },
  {
    what: 'a ready text with a value that nobody fills in',
    file: CANNED,
    from: 'Hello {{name}}, this is {{me}}.',
    to: 'Hello {{nmae}}, this is {{me}}.',
    at: 'Hello {{nmae}}',
    says: '0.text.en: nobody fills in {{nmae}}; take one of name, me, case, company, city, hours, phone',
  },
  {
    what: 'two ready texts with one id',
    file: CANNED,
    from: '- id: photo',
    to: '- id: greeting ',
    says: '1.id: greeting stands there twice; give this text another id',
  },
  {
    what: 'a day that is worked and a holiday of the company',
    file: COMPANY,
    from: '    2026-10-10: friday',
    to: '    2026-10-06: friday',
    says: 'holidays.workdays.2026-10-06: 2026-10-06 is in add too; take one of the two out',
  },
];

/** Seen only in the file as it is written. */
export const WRITTEN_TWICE: Mistake[] = [
  {
    what: 'a key that stands twice in the texts',
    file: 'locales/en/topics.json',
    from: '  "hours": "',
    to: '  "freight": "Free.",\n  "hours": "',
    at: '"freight": "Free."',
    says: /unique; take one of the two out$/,
  },
];
