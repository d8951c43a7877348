interface Waiting<Q, A> {
  question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/** Questions that one answer serves at most. */
const MOST = 200;

/**
 * Asks what is asked at the same time in one round trip: while one is under way the next questions gather.
 * `answer` gives the answers in the order of the questions.
 */
export class Batcher<Q, A> {
  readonly #answer: (questions: Q[]) => Promise<A[]>;
  #waiting: Waiting<Q, A>[] = [];
  #underWay = false;

  constructor(answer: (questions: Q[]) => Promise<A[]>) {
    this.#answer = answer;
  }

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (!this.#underWay) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#underWay = true;
    // What is asked in this same turn of the event loop still joins.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#one(this.#waiting.splice(0, MOST));
    this.#underWay = false;
  }

  async #one(asked: Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#answer(asked.map(({ question }) => question));
      for (const [at, { resolve }] of asked.entries()) resolve(answers[at] as A);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
