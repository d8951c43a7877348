/** An operator's mistake: stops the start; the message names the variable or file and says the mend. */
export class SetupError extends Error {
  readonly code = 'setup';
  override readonly name = 'SetupError';
}

/** A refused HTTP request: the status and a text that says what to do, with nothing of the inside in it. */
export class RequestRefused extends Error {
  readonly code = 'refused';
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly field: string | undefined;

  constructor(status: number, message: string, field?: string) {
    super(message);
    this.status = status;
    this.field = field;
  }
}
