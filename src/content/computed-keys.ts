import { CHAT_KINDS, TOPICS } from '../../dialogs/events.ts';
import { REFUSALS } from '../../dialogs/files.ts';
import { LABELS } from '../../dialogs/labels.ts';
import { CLAUSES, FACT_TYPES } from '../../dialogs/warranty/claim.ts';
import type { Policy } from '../../dialogs/warranty/policy.ts';
import { DESK_KEYS } from './computed-desk-keys.ts';

const FINALS = ['covered', 'excluded', 'excluded_no_replacement', 'open'];
const VERDICTS = ['covered', 'excluded', 'excluded_no_replacement', 'undecided', 'open'];

/**
 * The keys that the code puts together, by the template as it stands there with `*` for what is put in. The content
 * check holds it to the code in both directions: a template that is not listed, and one that is there no more.
 */
export function computedKeys(policy: Policy): Map<string, string[]> {
  const product = ['model', 'serial', 'purchaseDate', 'firmware'];
  const contact = ['name', 'email', 'phone'];
  const topics = policy.topics.map(({ id }) => id);
  const table: Record<string, readonly (string | readonly string[])[]> = {
    'case:handed.*': ['technicians', 'sales'],
    'case:again.choices.*': ['same', 'new'],
    'case:rating.choices.*': ['1', '2', '3', '4', '5'],
    'case:promise.*_*': [
      ...[
        ['open', 'named'],
        ['open', 'team'],
      ],
      ...[
        ['closed', 'named'],
        ['closed', 'team'],
      ],
    ],
    'common:chat.*': CHAT_KINDS,
    'common:choices.*': ['yes', 'no', 'unknown', 'right', 'wrong', 'done', 'add', 'correct'],
    'common:labels.*': LABELS,
    'common:misread.*': [
      ...[
        'no_date',
        'no_month',
        'ambiguous_date',
        'future_date',
        'no_email',
        'no_phone',
        'phone_without_country',
      ],
      ...[
        'no_serial',
        'no_model',
        'no_name',
        'no_period',
        'too_long',
        'question',
        'no_choice',
        'what_number',
      ],
    ],
    'common:need.choices.*': ['fault', 'repair', 'order'],
    'common:paused.choices.*': ['go_on', 'anew'],
    'common:status.*': [
      ...['none', 'open', 'with_sales', 'queued', 'claimed', 'waiting_customer', 'resolved', 'closed'],
    ],
    'contact:*.ask': contact,
    'contact:*.needed.*': ['first', 'why', 'any'].flatMap((nth) => [
      ['name', nth],
      ['phone', nth],
    ]),
    'contact:*.why': contact,
    'delivery:mail.confirm.promise.*_*': [
      ...[
        ['open', 'named'],
        ['open', 'team'],
      ],
      ...[
        ['closed', 'named'],
        ['closed', 'team'],
      ],
    ],
    'delivery:reason.*': ['blocked', 'not_in_roster', 'disabled', 'gone', 'refused', 'silent', 'unread'],
    ...DESK_KEYS,
    'product:model.help.*': ['where', 'looks', 'unknown', 'person'],
    'fault:change.choices.*': ['text', 'label', 'remove', 'done'],
    'fault:devices.*': [
      ...['camera', 'dome', 'bullet', 'ptz', 'recorder', 'monitor', 'power_supply', 'switch', 'other'],
    ],
    'files:refused.*': REFUSALS,
    'outcome:contest.choices.*': [
      'purchaseDate',
      'warrantyMonths',
      ...policy.topics.filter(({ contested }) => contested).map(({ id }) => id),
    ],
    'outcome:verdict.choices.*': ['accept', 'contest'],
    'product:*.ask': product,
    'product:*.why': product,
    'sales:*': ['kept', 'unanswered', 'request'],
    'sales:choices.*': ['right', 'wrong'],
    'staff:late.*': ['deputy', 'pool', 'supervisor'],
    'staff:new.*': ['normal', 'high', 'urgent'],
    'staff:priority.*': ['normal', 'high', 'urgent'],
    'staff:review.refused.*': ['too_short', 'too_long', 'unfit'],
    'summary:confirm.choices.*': ['send', 'edit'],
    'summary:edit.choices.*': ['faults', 'model', 'serial', 'purchaseDate', ...contact],
    'teams:commands.*.description': ['person', 'list', 'help', 'restart'],
    'teams:commands.*.title': ['person', 'list', 'help', 'restart'],
    'topics:*': TOPICS,
    'warranty:clauses.*.because': CLAUSES,
    'warranty:clauses.*.name': CLAUSES,
    'warranty:facts.*.*': factValues(),
    'warranty:facts.*.on': ['purchaseDate', 'reportedOn'],
    'warranty:final.*.outlook': FINALS,
    'warranty:final.*.told': FINALS,
    'warranty:topics.*.answers.*': ownAnswers(policy),
    'warranty:topics.*.ask': topics,
    'warranty:topics.*.why': topics,
    'warranty:verdict.*.outlook': VERDICTS,
    'warranty:verdict.*.told': VERDICTS,
  };
  return new Map(
    Object.entries(table).map(([pattern, fills]) => [pattern, fills.map((fill) => filled(pattern, fill))]),
  );
}

function filled(pattern: string, fill: string | readonly string[]): string {
  const words = [fill].flat();
  return pattern.replaceAll('*', () => words.shift() ?? '');
}

/** Every fact with each of its known values: an unknown one is not told. */
function factValues(): [string, string][] {
  return Object.entries(FACT_TYPES).flatMap(([name, values]) =>
    typeof values === 'string'
      ? []
      : values.filter((value) => value !== 'unknown').map((value): [string, string] => [name, value]),
  );
}

/** The answers of the topics that have titles of their own. */
function ownAnswers({ topics }: Policy): [string, string][] {
  return topics.flatMap(({ id, answers }) =>
    Object.keys(answers)
      .filter((value) => !['yes', 'no', 'unknown'].includes(value))
      .map((value): [string, string] => [id, value]),
  );
}
