/** At most `most` sends within any `within` ms. */
export interface Bound {
  most: number;
  within: number;
}

/** What a channel takes: of one conversation, and of the whole bot in one tenant. */
export interface Pace {
  thread: readonly Bound[];
  app: readonly Bound[];
}

/**
 * What Teams takes of a bot in one conversation; and half of what it takes of an app in a tenant (50 a second), so that
 * two instances keep within it together.
 */
export const TEAMS: Pace = {
  thread: [
    { most: 7, within: 1_000 },
    { most: 8, within: 2_000 },
    { most: 60, within: 30_000 },
    { most: 1_800, within: 3_600_000 },
  ],
  app: [{ most: 25, within: 1_000 }],
};

const PACES: Readonly<Record<string, Pace>> = { msteams: TEAMS };
const NONE: Pace = { thread: [], app: [] };

/** How long who finds a send of the same conversation under way waits before it looks again, ms. */
const UNDER_WAY = 25;
/** Conversations that are remembered; the one longest unused is forgotten first. */
const MOST_THREADS = 10_000;

/** Where a send goes to, as a channel counts it. */
export interface Lane {
  channel: string;
  /** The channel's own conversation, in which several people may each have theirs with Wendy. */
  thread: string;
  tenant: string;
}

/** Lets sends through as fast as their channel takes them, and of each conversation one at a time. */
export interface Pacer {
  /** 0: the send may begin now (`now` in ms of any clock that never goes back), and `ended` must follow. Else the ms to wait. */
  begin(lane: Lane, now: number): number;
  /** The send is over. `retryAfter`, ms: the channel wants nothing in this conversation before. */
  ended(lane: Lane, now: number, retryAfter?: number): void;
}

/** `paces`: what each channel takes; one that is not there has no bounds. */
export function createPacer(paces: Readonly<Record<string, Pace>> = PACES): Pacer {
  const threads = new Map<string, Meter>();
  const apps = new Map<string, Meter>();
  const metersOf = ({ channel, thread, tenant }: Lane): [Meter, Meter] => {
    const pace = (Object.hasOwn(paces, channel) ? paces[channel] : undefined) ?? NONE;
    return [
      kept(threads, JSON.stringify([channel, thread]), pace.thread),
      kept(apps, JSON.stringify([channel, tenant]), pace.app),
    ];
  };
  return {
    begin(lane, now) {
      const [thread, app] = metersOf(lane);
      if (thread.underWay > 0) return UNDER_WAY;
      const wait = Math.max(thread.wait(now), app.wait(now));
      if (wait > 0) return wait;
      thread.underWay++;
      app.underWay++;
      return 0;
    },
    ended(lane, now, retryAfter = 0) {
      const [thread, app] = metersOf(lane);
      thread.ended(now);
      app.ended(now);
      thread.pause(now + retryAfter);
    },
  };
}

function kept(meters: Map<string, Meter>, key: string, bounds: readonly Bound[]): Meter {
  const meter = meters.get(key) ?? new Meter(bounds);
  meters.delete(key);
  meters.set(key, meter);
  const oldest = meters.size > MOST_THREADS ? meters.entries().next().value : undefined;
  if (oldest !== undefined && oldest[1].underWay === 0) meters.delete(oldest[0]);
  return meter;
}

/**
 * Counts sends by when they ended: the far end has counted each of them before, so what is within the bounds here is
 * within them there, however long a send was on its way.
 */
class Meter {
  underWay = 0;
  readonly #bounds: readonly Bound[];
  readonly #most: number;
  #ends: number[] = [];
  #pausedUntil = 0;

  constructor(bounds: readonly Bound[]) {
    this.#bounds = bounds;
    this.#most = Math.max(0, ...bounds.map(({ most }) => most));
  }

  wait(now: number): number {
    const waits = this.#bounds.map(({ most, within }) => {
      if (this.underWay >= most) return UNDER_WAY;
      const last = this.#ends.at(-(most - this.underWay));
      return last === undefined ? 0 : last + within - now;
    });
    return Math.max(0, this.#pausedUntil - now, ...waits);
  }

  ended(now: number): void {
    this.underWay = Math.max(0, this.underWay - 1);
    if (this.#most === 0) return;
    this.#ends.push(now);
    if (this.#ends.length > 2 * this.#most) this.#ends = this.#ends.slice(-this.#most);
  }

  pause(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }
}
