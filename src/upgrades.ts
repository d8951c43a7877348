import { caseOfFirstVersion } from './desk/case.ts';
import type { Upgrades } from './store/versioned.ts';

/** What takes stored things of older versions to this program's. */
export const UPGRADES: Upgrades = { case: [caseOfFirstVersion] };
