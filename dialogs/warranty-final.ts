import type { Change, Content, Context } from './context.ts';
import type { Confirmation, Unit } from './draft.ts';
import { unitsName } from './fault-list.ts';
import type { Reason } from './meaning.ts';
import type { Message } from './message.ts';
import type { ClauseId, Verdict } from './warranty/claim.ts';
import { explain } from './warranty/decide.ts';
import { factMessages, knownFacts, reasonLine, sayVerdict, serialsOf } from './warranty-progress.ts';

/** Tells the verdict that a technician made final: who did, each clause and why, and what follows. */
export function tellFinal(
  { draft }: Context,
  { unitId, name }: { unitId: string; name: string },
  content: Content,
): Change {
  const unit = draft.units.find(({ id }) => id === unitId);
  const confirmation = unit?.warranty.confirmed?.at(-1);
  if (!unit || !confirmation) return {};
  const { verdict } = confirmation;
  const kind = kindOf(verdict);
  const against = verdict.coverage === 'excluded';
  const command = sayVerdict(
    {
      kind: 'verdict',
      coverage: verdict.coverage,
      title: {
        key: 'outcome:verdict.title',
        values: { units: unitsName([unit]), serials: serialsOf([unit]) },
      },
      told: { key: `warranty:final.${kind}.told`, values: { name } },
      reasons: against ? verdict.clauses.map((clause) => reasonOf(clause, unit, confirmation, content)) : [],
      facts: against ? [] : [...factMessages(unit, knownFacts(unit), content), ...clearedBy(confirmation)],
      outlook: { key: `warranty:final.${kind}.outlook` },
    },
    (reason) => (reason.facts.length > 0 ? reasonLine(reason) : lineOf(reason)),
  );
  return { commands: [command] };
}

/** Which of the texts says it; what lacks a fact is final only as far as it goes. */
function kindOf({ coverage, replacement }: Verdict) {
  if (coverage === 'excluded') return replacement ? 'excluded' : 'excluded_no_replacement';
  return coverage === 'covered' ? 'covered' : 'open';
}

/** The facts that led to a clause, or else the technician's own words. */
function reasonOf(
  clause: ClauseId,
  unit: Unit,
  { claim, decisions }: Confirmation,
  content: Content,
): Reason {
  const name: Message = { key: `warranty:clauses.${clause}.name` };
  const decided = decisions.find((one) => one.clause === clause && one.excluded);
  if (decided) {
    const because: Message = { key: 'warranty:final.decided', values: { reason: decided.reason } };
    return { clause, name, because, facts: [] };
  }
  const facts = explain(claim, content.policy).find((one) => one.clause === clause)?.facts ?? [];
  const because: Message = { key: `warranty:clauses.${clause}.because` };
  return { clause, name, because, facts: factMessages(unit, facts, content) };
}

/** What a technician decided for the customer. */
function clearedBy({ decisions }: Confirmation): Message[] {
  return decisions
    .filter(({ excluded }) => !excluded)
    .map(({ clause, reason }) => ({
      key: 'warranty:final.cleared',
      values: { clause, name: { key: `warranty:clauses.${clause}.name` } as Message, reason },
    }));
}

function lineOf({ clause, name, because }: Reason): Message {
  return { key: 'warranty:final.reason', values: { clause, name, because } };
}
