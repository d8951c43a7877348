/** What the page uses of Web Chat, which its own script puts into the window. */
export interface WebChat {
  createDirectLine(options: LineOptions): Line;
  createStore(state?: object, ...middleware: StoreMiddleware[]): ChatStore;
  renderWebChat(properties: Record<string, unknown>, element: HTMLElement): void;
}

export interface LineOptions {
  domain: string;
  token: string;
  conversationId?: string;
  watermark?: string;
  webSocket: boolean;
  conversationStartProperties?: { locale: string };
}

export interface ChatAction {
  type: string;
  payload?: Record<string, unknown>;
}

export interface ChatStore {
  dispatch(action: ChatAction): void;
}

export type StoreMiddleware = (
  store: ChatStore,
) => (next: (action: ChatAction) => unknown) => (action: ChatAction) => unknown;

export interface Activity {
  id?: string;
  type: string;
  from: { id: string; role?: string };
  attachments?: {
    contentType: string;
    contentUrl?: string;
    thumbnailUrl?: string;
    [other: string]: unknown;
  }[];
  [other: string]: unknown;
}

/** The states of a Direct Line client, by its own numbers. */
export const STATUS = { connecting: 1, online: 2, expired: 3, failed: 4, ended: 5 } as const;

export interface Observer<T> {
  next?: (value: T) => void;
  error?: (error: unknown) => void;
  complete?: () => void;
}

export interface Subscription {
  unsubscribe(): void;
}

export interface Source<T> {
  subscribe(observer: Observer<T>): Subscription;
}

/** A Direct Line client, as Web Chat speaks to it. */
export interface Line {
  activity$: Source<Activity>;
  connectionStatus$: Source<number>;
  postActivity(activity: Activity): Source<string>;
  readonly token?: string;
  end(): void;
}

declare global {
  interface Window {
    WebChat: WebChat;
  }
}
