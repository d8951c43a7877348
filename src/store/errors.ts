/** Another process that is alive holds the data directory. The message tells the operator what to do. */
export class StoreLocked extends Error {
  readonly code = 'store_locked';

  constructor(dir: string, holder: string) {
    super(
      `The data directory ${dir} is in use by ${holder}. ` +
        'Stop that process first, or start this one with another DATA_DIR.',
    );
    this.name = 'StoreLocked';
  }
}

/** A write or sync failed: what was not acknowledged may be lost, and nothing more is accepted until a restart. */
export class StoreFailed extends Error {
  readonly code = 'store_failed';

  constructor(reason: string, cause?: unknown) {
    super(`The store cannot write (${reason}); it accepts nothing more until it is started again.`, {
      cause,
    });
    this.name = 'StoreFailed';
  }
}

export class StoreClosed extends Error {
  readonly code = 'store_closed';

  constructor() {
    super('The store is closed.');
    this.name = 'StoreClosed';
  }
}

/** A file bears a format version that this program does not know: it is left alone. */
export class StoreFormatUnknown extends Error {
  readonly code = 'store_format_unknown';

  constructor(path: string, version: unknown) {
    super(`${path} has format version ${String(version)}, written by a newer program. Start that one again.`);
    this.name = 'StoreFormatUnknown';
  }
}
