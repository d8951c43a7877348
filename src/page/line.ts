import { withSmallPictures } from './pictures.ts';
import { Refused, type Session } from './session.ts';
import { createFeed, first, once } from './source.ts';
import { type Activity, type Line, STATUS, type Subscription, type WebChat } from './webchat.ts';

export interface LineParts {
  webChat: WebChat;
  session: Session;
  domain: string;
  /** The language tag with which a new conversation starts. */
  tag: string;
  /** Whether WebSockets are of no use here. */
  polls(): boolean;
  /** Whether there is a connection; told at each change. */
  onConnected(connected: boolean): void;
  /** The conversation can't be opened any more. */
  onRefused(): void;
}

/** One line to Wendy for as long as the page is open; behind it a client takes the place of one that gave up. */
export interface LastingLine extends Line {
  /** Resolves at the first connection: from then on the token says, for good, who the customer is. */
  opened: Promise<void>;
  /** Opens another client at once. */
  reopen(): void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export function createLine(parts: LineParts): LastingLine {
  const { session, domain, webChat } = parts;
  const activities = createFeed<Activity>();
  const statuses = createFeed<number>(1);
  const shown = new Set<string>();
  let following: Subscription[] = [];
  let current: Line | undefined;
  const opened = deferred<void>();
  let online = deferred<Line>();
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opening = false;
  let over = false;

  async function open(): Promise<void> {
    if (over || opening) return;
    opening = true;
    clearTimeout(timer);
    const failure = await connect().then(
      () => undefined,
      (error: unknown) => error,
    );
    opening = false;
    if (failure instanceof Refused) parts.onRefused();
    else if (failure !== undefined) later();
  }

  async function connect(): Promise<void> {
    const comesBack = session.known;
    const { token, conversationId } = await session.pass();
    const start = { conversationStartProperties: { locale: parts.tag } };
    const whole = { conversationId, watermark: '' };
    const line = { domain, token, webSocket: !parts.polls(), ...(comesBack ? whole : start) };
    follow(webChat.createDirectLine(line));
  }

  function follow(line: Line): void {
    drop();
    current = line;
    const lost = (): void => {
      if (current === line) later();
    };
    following = [
      line.connectionStatus$.subscribe({ next: (status) => hear(line, status) }),
      line.activity$.subscribe({ next: show, error: lost, complete: lost }),
    ];
  }

  function hear(line: Line, status: number): void {
    if (current !== line) return;
    if (status === STATUS.online) {
      wait = FIRST_WAIT;
      session.keep();
      opened.resolve();
      online.resolve(line);
      statuses.next(STATUS.online);
      parts.onConnected(true);
    }
    if (status === STATUS.expired) void open();
    if (status === STATUS.failed || status === STATUS.ended) later();
  }

  /** What comes back is told once: a client that comes back gets the whole history. */
  function show(activity: Activity): void {
    if (activity.id !== undefined && shown.has(activity.id)) return;
    if (activity.id !== undefined) shown.add(activity.id);
    activities.next(withSmallPictures(activity));
  }

  function later(): void {
    drop();
    parts.onConnected(false);
    statuses.next(STATUS.connecting);
    clearTimeout(timer);
    timer = setTimeout(() => void open(), wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  function drop(): void {
    for (const one of following) one.unsubscribe();
    following = [];
    current?.end();
    if (current) online = deferred<Line>();
    current = undefined;
  }

  /** A client whose token has expired asks for another try: the next one has a new token. */
  async function post(activity: Activity): Promise<string> {
    const line = await online.promise;
    const id = await first(line.postActivity(activity));
    if (id !== 'retry') return id;
    if (current === line) {
      drop();
      void open();
    }
    const next = await online.promise;
    return first<string>(next.postActivity(activity));
  }

  statuses.next(STATUS.connecting);
  void open();
  return {
    opened: opened.promise,
    activity$: activities,
    connectionStatus$: statuses,
    postActivity: (activity) => once(() => post(activity)),
    get token() {
      return current?.token ?? '';
    },
    end: () => {
      over = true;
      clearTimeout(timer);
      drop();
    },
    reopen: () => {
      drop();
      void open();
    },
  };
}
