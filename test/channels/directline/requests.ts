/** What a request was answered; `error` is the protocol's code of an error. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  error: string | undefined;
}

export interface AskOptions {
  method?: string;
  json?: unknown;
  body?: string | FormData | Buffer;
  headers?: Record<string, string>;
}

/** Asks with a token, or with none. */
export async function ask(url: string, token: string | undefined, options: AskOptions = {}): Promise<Reply> {
  const { method = 'GET', json, body, headers = {} } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? (body ?? null) : JSON.stringify(json),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, error: codeIn(response.status, text) };
}

function codeIn(status: number, text: string): string | undefined {
  if (status < 400) return undefined;
  const { error } = JSON.parse(text) as { error: { code: string; message: string } };
  if (typeof error.message !== 'string' || error.message === '') throw new Error(`no message: ${text}`);
  return error.code;
}
