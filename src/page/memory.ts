/** What a browser keeps for us under one name: for good, or for the tab alone. */
export interface Memory {
  get(): string | undefined;
  set(value: string | undefined): void;
}

/** A browser that keeps nothing for a framed page refuses by throwing: then there is nothing, and nothing is kept. */
export function createMemory(name: string, kept: 'for good' | 'for this tab'): Memory {
  const storage = (): Storage => (kept === 'for good' ? localStorage : sessionStorage);
  return {
    get: () => {
      try {
        return storage().getItem(name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set: (value) => {
      try {
        if (value === undefined) storage().removeItem(name);
        else storage().setItem(name, value);
      } catch {
        return;
      }
    },
  };
}
