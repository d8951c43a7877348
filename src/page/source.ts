import type { Observer, Source, Subscription } from './webchat.ts';

/** A source that is fed by hand, and remembers all it was fed for whoever comes later. */
export interface Feed<T> extends Source<T> {
  next(value: T): void;
}

/** `remembers`: how many of the last values a late subscriber gets; all of them where it is left out. */
export function createFeed<T>(remembers = Number.POSITIVE_INFINITY): Feed<T> {
  const observers = new Set<Observer<T>>();
  let past: T[] = [];
  return {
    next(value) {
      past.push(value);
      if (past.length > remembers) past = past.slice(-remembers);
      for (const observer of observers) observer.next?.(value);
    },
    subscribe(...given) {
      const observer = observerOf(given);
      for (const value of past) observer.next?.(value);
      observers.add(observer);
      return { unsubscribe: () => void observers.delete(observer) };
    },
  };
}

/** A source of one value, asked for anew by each subscriber. */
export function once<T>(ask: () => Promise<T>): Source<T> {
  return {
    subscribe(...given): Subscription {
      const observer = observerOf(given);
      let heard = true;
      ask().then(
        (value) => {
          if (!heard) return;
          observer.next?.(value);
          observer.complete?.();
        },
        (error: unknown) => {
          if (heard) observer.error?.(error);
        },
      );
      return {
        unsubscribe: () => {
          heard = false;
        },
      };
    },
  };
}

/** The first value of a source. Rejects where it ends without one. */
export function first<T>(source: Source<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    source.subscribe({ next: resolve, error: reject, complete: () => reject(new Error('nothing came')) });
  });
}

/** Observers come as an object or as up to three functions. */
function observerOf<T>(given: readonly unknown[]): Observer<T> {
  const [next, error, complete] = given;
  if (typeof next === 'object' && next !== null) return next as Observer<T>;
  return { next, error, complete } as Observer<T>;
}
