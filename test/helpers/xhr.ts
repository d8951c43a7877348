/** What a browser's XMLHttpRequest is to a client that runs here: as much of it as such a client uses, over `fetch`. */
export class FetchedRequest {
  readyState = 0;
  status = 0;
  timeout = 0;
  responseType = '';
  response: unknown = null;
  responseText = '';
  withCredentials = false;
  onreadystatechange: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  ontimeout: ((event: object) => void) | null = null;
  readonly upload = {};
  readonly #headers = new Headers();
  readonly #abort = new AbortController();
  #received = new Headers();
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#received.get(name);
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body?: string | FormData): void {
    void this.#send(body);
  }

  async #send(body: string | FormData | undefined): Promise<void> {
    const late = this.timeout > 0 ? [AbortSignal.timeout(this.timeout)] : [];
    const signal = AbortSignal.any([this.#abort.signal, ...late]);
    try {
      const init = { method: this.#method, headers: this.#headers, signal, body: body ?? null };
      const response = await fetch(this.#url, init);
      this.#received = response.headers;
      const bytes = Buffer.from(await response.arrayBuffer());
      this.status = response.status;
      this.responseText = bytes.toString();
      this.response = this.#read(bytes);
    } catch {
      if (this.#abort.signal.aborted) return;
      if (signal.aborted) return this.ontimeout?.call(this, { type: 'timeout' });
      this.status = 0;
    }
    this.readyState = 4;
    this.onreadystatechange?.call(this, { type: 'readystatechange' });
  }

  #read(bytes: Buffer): unknown {
    if (this.responseType === 'arraybuffer') return new Uint8Array(bytes).buffer;
    try {
      return JSON.parse(bytes.toString());
    } catch {
      return null;
    }
  }
}
