import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';

type Library = typeof Holidays;

let loaded: Library | undefined;

/** The library that knows the public holidays; read when it is first needed, as that takes a tenth of a second. */
export function holidayLibrary(): Library {
  loaded ??= createRequire(import.meta.url)('date-holidays') as Library;
  return loaded;
}
