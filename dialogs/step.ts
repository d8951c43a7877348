import { createActor, type ExecutableActionsFrom, type SnapshotFrom } from 'xstate';
import type { WendyEvent } from './events.ts';
import type { createWendy } from './wendy.machine.ts';

type Machine = ReturnType<typeof createWendy>;
type Snapshot = SnapshotFrom<Machine>;
type Action = ExecutableActionsFrom<Machine>;
type Scope = Parameters<Machine['transition']>[2];

/**
 * XState's `transition` with one inert actor for all events, where it makes one anew for each (a third of its cost).
 * Pure all the same: the machine spawns nothing, raises nothing later, and its actions come back as data.
 */
export function createStep(
  machine: Machine,
): (snapshot: Snapshot, event: WendyEvent) => [Snapshot, Action[]] {
  const self = createActor(machine);
  const nothing = (): void => {};
  return (snapshot, event) => {
    const actions: Action[] = [];
    const scope = {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      emit: nothing,
      stopChild: nothing,
      actionExecutor: (action: Action) => actions.push(action),
    };
    return [machine.transition(snapshot, event, scope as unknown as Scope), actions];
  };
}
