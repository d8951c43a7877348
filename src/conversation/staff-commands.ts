import { isReviewVerb, runReviewCommand } from './review-commands.ts';
import { comeBack, goAway } from './staff-away.ts';
import { isDeed } from './staff-bodies.ts';
import { cannedList, cannedNamed } from './staff-canned.ts';
import { doDeed, showCase } from './staff-deeds.ts';
import { caseValues, type Desk, type Done, findCase, say, tell, tellText } from './staff-desk.ts';
import { targetOf } from './staff-focus.ts';
import { INPUTS } from './staff-forms.ts';
import { showList, showPage } from './staff-pages.ts';
import { showPeople } from './staff-people.ts';
import { askWhich, offerWords } from './staff-plain.ts';
import { readWords, type Words } from './staff-words.ts';

/** Runs what a staff member typed or pressed. */
export async function runStaffCommand(desk: Desk): Promise<Done> {
  const words = readWords(desk.waking.inbound, desk.parts.texts);
  return run(desk, words);
}

async function run(desk: Desk, words: Words): Promise<Done> {
  const { verb, rest } = words;
  if (isDeed(verb)) return doDeed(desk, verb, words);
  if (verb !== null && isReviewVerb(verb)) {
    return runReviewCommand(desk.parts, desk.waking, desk.staff, desk.tongue, { verb, rest });
  }
  const page = Number(words.data?.page ?? rest) || 1;
  switch (verb) {
    case 'queue':
    case 'mine':
    case 'all':
      return showList(desk, verb, page);
    case 'talk':
    case 'faults':
      return showPage(desk, verb, words, page);
    case 'more':
      return showMore(desk);
    case 'case':
      return openCase(desk, words);
    case 'who':
      return showPeople(desk);
    case 'canned':
      return putIn(desk, words);
    case 'away':
      return goAway(desk, rest);
    case 'back':
      return comeBack(desk);
    case 'send':
      return sendDraft(desk, words);
    case 'leave':
      return { ...tellText(desk, 'staff:left'), talk: null };
    case 'help':
      return tell({ text: helpText(desk), choices: [] });
    default:
      return rest.trim() === '' ? tell({ text: helpText(desk), choices: [] }) : offerWords(desk, words);
  }
}

function helpText(desk: Desk): string {
  const { name, role } = desk.staff;
  const review = role === 'supervisor' ? [say(desk, 'staff:review.help')] : [];
  return [say(desk, 'desk:help.all', { name }), say(desk, `desk:help.${role}`), ...review].join('\n');
}

async function showMore(desk: Desk): Promise<Done> {
  const { more } = desk.talk;
  if (!more) return tellText(desk, 'desk:no_more');
  const words: Words = { verb: null, caseId: more.case, rest: '' };
  if (more.verb === 'talk' || more.verb === 'faults') return showPage(desk, more.verb, words, more.page);
  return run(desk, { ...words, verb: more.verb as Words['verb'], data: { page: more.page } });
}

/** A case's number alone settles for which customer waiting words are; else it shows the case. */
async function openCase(desk: Desk, words: Words): Promise<Done> {
  const { draft } = desk.talk;
  const target = await targetOf(desk, words);
  if (target === 'none' || !('id' in target)) return tellText(desk, 'desk:which.case');
  const stored = await findCase(desk, target.id);
  if (!stored) return tellText(desk, 'desk:refused.no_case', { case: target.id });
  const alone = /^\W*c-?\d+\W*$/i.test(desk.waking.inbound.text);
  if (draft && alone && words.inputs === undefined) return sendDraft(desk, words);
  return showCase(desk, stored);
}

/** What waits for a word on it is done now. */
async function sendDraft(desk: Desk, words: Words): Promise<Done> {
  const { draft } = desk.talk;
  if (!draft) {
    const typed = desk.waking.inbound.text.trim();
    return typed.toLowerCase().startsWith('send')
      ? tellText(desk, 'desk:no_draft')
      : offerWords(desk, { verb: null, caseId: undefined, rest: typed });
  }
  return run(desk, { verb: draft.verb as Words['verb'], caseId: words.caseId, rest: draft.words });
}

/** Puts a ready text into the answer to the case in hand, to be looked over and sent. */
async function putIn(desk: Desk, words: Words): Promise<Done> {
  const which = words.inputs
    ? (words.inputs[INPUTS.canned] ?? '')
    : (words.rest.trim().split(/\s+/)[0] ?? '');
  if (which === '' && !words.inputs) return cannedList(desk);
  const target = await targetOf(desk, words);
  if (target === 'none') return tellText(desk, 'desk:which.case');
  if (!('id' in target)) return askWhich(desk, 'reply', `/${which}`, target.among);
  const stored = await findCase(desk, target.id);
  if (!stored) return tellText(desk, 'desk:refused.no_case', { case: target.id });
  const ready = cannedNamed(desk, stored.value, which);
  if (ready === undefined)
    return showCase(desk, stored, drafted(words), say(desk, 'desk:canned.none', { which }));
  const written = words.inputs?.[INPUTS.reply]?.trim() ?? '';
  const text = written === '' ? ready : `${written}\n${ready}`;
  const told = say(desk, 'desk:canned.in', caseValues(desk, stored.value));
  const shown = await showCase(desk, stored, { ...drafted(words), [INPUTS.reply]: text }, told);
  const talk = shown.talk && { ...shown.talk, draft: { verb: 'reply', words: text } };
  const { card } = desk.waking.inbound;
  const says = (shown.says ?? []).map((said) =>
    card === undefined ? said : { ...said, outgoing: { ...said.outgoing, replaces: card } },
  );
  return { ...shown, says, ...(talk && { talk }) };
}

function drafted({ inputs = {} }: Words): Record<string, string> {
  const { [INPUTS.canned]: _chosen, [INPUTS.to]: _whom, ...written } = inputs;
  return written;
}
