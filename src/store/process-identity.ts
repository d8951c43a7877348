import { readFile, readlink } from 'node:fs/promises';

/** What tells a process from all others, also after its number was given to another or the machine was restarted. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot; null where the system does not tell. */
  start: string | null;
  /** Boot id and process-number namespace; null where the system does not tell. */
  boot: string | null;
  namespace: string | null;
}

/** `unknown`: only a heartbeat can tell. */
export type Liveness = 'alive' | 'dead' | 'unknown';

async function orNull(reading: Promise<string>): Promise<string | null> {
  try {
    return (await reading).trim();
  } catch {
    return null;
  }
}

/** State and start time of a process; the name before them may hold spaces and parentheses. */
async function statOf(pid: number): Promise<{ state: string; start: string } | undefined> {
  const stat = await orNull(readFile(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    start: (await statOf(process.pid))?.start ?? null,
    boot: await orNull(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    namespace: await orNull(readlink('/proc/self/ns/pid')),
  };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether that process lives, as far as this one can know. A process that ended and was not yet reaped is dead. */
export async function livenessOf(other: ProcessIdentity, own: ProcessIdentity): Promise<Liveness> {
  if (other.boot === null || other.boot !== own.boot || other.namespace !== own.namespace) return 'unknown';
  const stat = await statOf(other.pid);
  if (stat === undefined) return own.start !== null || !exists(other.pid) ? 'dead' : 'unknown';
  if (stat.state === 'Z' || stat.state === 'X') return 'dead';
  if (other.start === null) return 'unknown';
  return stat.start === other.start ? 'alive' : 'dead';
}
