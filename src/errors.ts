/** An operator's mistake: stops the start; the message names the variable or file and says the mend. */
export class SetupError extends Error {
  readonly code = 'setup';
  override readonly name = 'SetupError';
}

/**
 * Mistakes in what a support lead edits; each problem is a line `<file>:<line>: <where>: <what is wrong and the mend>`.
 */
export class ContentError extends SetupError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}

/** Gathers the problems of several files, so that a support lead hears of all of them at once. */
export interface Gathering {
  /** Undefined where there were problems; nothing is to be made of it before `stop`. */
  attempt<T>(read: () => T): T;
  /** Throws a ContentError with all that was gathered, if anything was. */
  stop(): void;
}

export function gatherProblems(): Gathering {
  const problems: string[] = [];
  return {
    attempt(read) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
        problems.push(...error.problems);
        return undefined as ReturnType<typeof read>;
      }
    },
    stop() {
      if (problems.length > 0) throw new ContentError(problems);
    },
  };
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
