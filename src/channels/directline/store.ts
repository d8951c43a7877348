/** What the web chat asks of the store: a part of its port, so that this room needs no other of it. */
export interface ChatStore {
  commit(commit: ChatCommit): Promise<{ ok: boolean }>;
  get<T>(key: string): Promise<{ version: number; value: T } | undefined>;
  rows<T>(stream: string, page: { after: number; limit?: number }): Promise<{ seq: number; row: T }[]>;
  row<T>(stream: string, id: string): Promise<T | undefined>;
  onChange(listener: (name: string) => void): () => void;
}

export interface ChatCommit {
  writes?: { key: string; expectedVersion: number; value: unknown }[];
  appends?: { stream: string; id: string; once: true; row: unknown }[];
  outbox?: {
    id: string;
    conversation: string;
    class: 'relay';
    notBefore: number;
    attempts: number;
    payload: unknown;
  }[];
  sent?: string[];
}
