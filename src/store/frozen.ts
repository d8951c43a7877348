/** Whether a value survives JSON unchanged, freezing it on the way. */
function freezeIfPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      // What is frozen was kept before: most of a record is what it was a turn ago.
      return value === null || Object.isFrozen(value) || freezeObject(value);
    default:
      return false;
  }
}

function freezeObject(value: object): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (!freezeIfPlain(item)) return false;
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const item of Object.values(value)) if (!freezeIfPlain(item)) return false;
  }
  Object.freeze(value);
  return true;
}

/**
 * What the store keeps of a value: the value itself, frozen in depth, where JSON would give back the same;
 * else (a Date, an undefined field) what JSON makes of it. Freezing took half the time of parsing.
 */
export function keep<T>(value: T, json: () => string): T {
  if (freezeIfPlain(value)) return value;
  const parsed = JSON.parse(json()) as T;
  freezeIfPlain(parsed);
  return parsed;
}

/** `JSON.stringify` that refuses what JSON has no text for. */
export function toJson(value: unknown, what: string): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`${what} is not JSON`);
  return json;
}
