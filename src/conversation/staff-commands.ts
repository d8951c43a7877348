import type { MessageKey } from '../../dialogs/message.ts';
import { isActionType, readAction } from '../desk/action-forms.ts';
import { type CaseRecord, said } from '../desk/case.ts';
import { prepareAction, readCase, readTranscript } from '../desk/service.ts';
import type { Staff } from '../desk/staff.ts';
import { renderIn, type Tongue } from './compose.ts';
import type { Parts } from './parts.ts';
import { isReviewVerb, runReviewCommand } from './review-commands.ts';
import { caseCard, queueCard } from './staff-cards.ts';
import type { Inbound, Outgoing } from './types.ts';
import type { Outcome, Waking } from './waking.ts';

type StaffWaking = Waking & { inbound: Inbound };
type Done = Partial<Outcome>;

/** How many cases the queue shows. */
const SHOWN = 10;

const CASE_ID = /^c-?(\d+)$/i;

/** What a staff member typed or pressed, as words: the verb, the case if one is named, and the rest as it is. */
interface Words {
  verb: string;
  caseId: string | undefined;
  rest: string;
  version: number | undefined;
}

/** A card's button carries the verb, the case and the version that the card showed. */
function readWords({ text, value }: Inbound): Words {
  if (typeof value === 'object' && value !== null && 'staff' in value) {
    const { staff, case: caseId, version, text: words } = value as Record<string, unknown>;
    return {
      verb: String(staff),
      caseId: typeof caseId === 'string' ? caseId : undefined,
      rest: typeof words === 'string' ? words : '',
      version: typeof version === 'number' ? version : undefined,
    };
  }
  const [, verb = '', after = ''] = /^\s*\/?(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const [first = ''] = after.split(/\s/, 1);
  const number = CASE_ID.exec(first)?.[1];
  return {
    verb: verb.toLowerCase(),
    caseId: number ? `C-${number}` : undefined,
    rest: number ? after.slice(first.length).trim() : after.trim(),
    version: undefined,
  };
}

/** Runs one command. Throws RequestRefused where the desk refuses it. */
export async function runStaffCommand(
  parts: Parts,
  waking: StaffWaking,
  staff: Staff,
  tongue: Tongue,
): Promise<Done> {
  const words = readWords(waking.inbound);
  const show = (key: MessageKey, values: Record<string, string | number> = {}): Done =>
    says({ text: renderIn(tongue, { key, values }), choices: [] });
  if (isActionType(words.verb)) return actOn(parts, waking, staff, words, tongue);
  if (isReviewVerb(words.verb)) {
    return runReviewCommand(parts, waking, staff, tongue, { verb: words.verb, rest: words.rest });
  }
  switch (words.verb) {
    case 'queue':
      return says(await queueCard(parts, staff, tongue, SHOWN));
    case 'case': {
      const id = words.caseId ?? waking.record.staff?.focus;
      return id ? showCaseCard(parts, waking, id, tongue) : show('staff:which_case');
    }
    case 'leave':
      return { ...show('staff:left'), record: { ...waking.record, staff: null } };
    case '':
    case 'help':
    case 'staff':
      return says({ text: helpFor(staff, tongue), choices: [] });
    default:
      return show('staff:unknown', { verb: words.verb });
  }
}

function helpFor({ name, role }: Staff, tongue: Tongue): string {
  const help = renderIn(tongue, { key: 'staff:help', values: { name } });
  return role === 'supervisor' ? `${help}\n\n${renderIn(tongue, { key: 'staff:review.help' })}` : help;
}

function says(outgoing: Outgoing): Done {
  return { says: [{ class: 'relay', outgoing }] };
}

async function showCaseCard(parts: Parts, waking: StaffWaking, id: string, tongue: Tongue): Promise<Done> {
  const { value, version } = await readCase(parts.store, id);
  return { ...says(await cardOf(parts, value, version, tongue)), record: focused(waking, id) };
}

async function cardOf(parts: Parts, record: CaseRecord, version: number, tongue: Tongue): Promise<Outgoing> {
  return caseCard(record, version, said(await readTranscript(parts.store, record)), tongue);
}

function focused({ record }: StaffWaking, focus: string) {
  return { ...record, staff: { id: record.staff?.id ?? '', focus } };
}

/** The action of the contract, on the case that is named, or else the one in hand. */
async function actOn(
  parts: Parts,
  waking: StaffWaking,
  staff: Staff,
  words: Words,
  tongue: Tongue,
): Promise<Done> {
  const id = words.caseId ?? waking.record.staff?.focus ?? undefined;
  if (!id) return says({ text: renderIn(tongue, { key: 'staff:which_case' }), choices: [] });
  const current = await readCase(parts.store, id);
  const action = readAction(bodyOf(words, words.version ?? current.version));
  const prepared = await prepareAction(parts, id, action, staff, waking.now);
  const { writes, appends, wakes, record, version } = prepared;
  const outgoing: Outgoing =
    action.type === 'claim'
      ? await cardOf(parts, record, version, tongue)
      : { text: renderIn(tongue, { key: `staff:done.${action.type}`, values: { case: id } }), choices: [] };
  return { ...says(outgoing), writes, appends, wakes, record: focused(waking, id) };
}

function bodyOf({ verb, rest }: Words, version: number): Record<string, unknown> {
  if (verb === 'reply' || verb === 'note') return { type: verb, text: rest };
  if (verb === 'assign') return { type: verb, version, to: rest };
  return { type: verb, version };
}
