import { createActor, type SnapshotFrom } from 'xstate';
import type { WendyEvent } from './events.ts';
import type { createWendy } from './wendy.machine.ts';

type Machine = ReturnType<typeof createWendy>;
type Snapshot = SnapshotFrom<Machine>;
type Scope = Parameters<Machine['transition']>[2];

/**
 * XState's `transition` with one inert actor for all events, where it makes one anew for each (a third of its cost).
 * Pure all the same: the machine spawns nothing, raises nothing later, and does nothing but lay changes over its context.
 */
export function createStep(machine: Machine): (snapshot: Snapshot, event: WendyEvent) => Snapshot {
  const self = createActor(machine);
  const nothing = (): void => {};
  const scope = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  } as unknown as Scope;
  return (snapshot, event) => machine.transition(snapshot, event, scope);
}
