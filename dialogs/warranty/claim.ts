/** The facts of a claim about one unit (the contract's table); one left out is unknown. */
export interface Claim {
  productKind?: 'camera' | 'other';
  reportedOn?: string;
  purchaseDate?: string;
  warrantyMonths?: number;
  source?: 'authorized' | 'unauthorized' | 'unknown';
  serialLabel?: 'intact' | 'removed' | 'altered' | 'unknown';
  misuse?: YesNo;
  unauthorizedRepair?: YesNo;
  tampered?: YesNo;
  modifiedWithoutApproval?: YesNo;
  hostileEnvironment?: YesNo;
  suitablyProtected?: YesNo;
  unshieldedLight?: YesNo;
  lensMountDamage?: YesNo;
  uncontrollableCause?: 'none' | 'shipping' | 'lightning' | 'flood' | 'earthquake' | 'other' | 'unknown';
  beyondRepair?: YesNo;
  appearanceDamage?: YesNo;
  abnormalStress?: YesNo;
}

export type YesNo = 'yes' | 'no' | 'unknown';
export type FactName = keyof Claim;
export type Coverage = (typeof COVERAGES)[number];
export type ClauseId = (typeof CLAUSES)[number];

export const COVERAGES = ['covered', 'excluded', 'review'] as const;

/** The terms' exclusions, in the terms' order. */
export const CLAUSES = ['1', '2', '3', '4', '5', '6a', '6b', '6c', '6d', '6e'] as const;

const YES_NO = ['yes', 'no', 'unknown'] as const;

/** What each fact takes: one of some values, a calendar date (ISO), or a whole number of months. */
export const FACT_TYPES = {
  productKind: ['camera', 'other'],
  reportedOn: 'date',
  purchaseDate: 'date',
  warrantyMonths: 'months',
  source: ['authorized', 'unauthorized', 'unknown'],
  serialLabel: ['intact', 'removed', 'altered', 'unknown'],
  misuse: YES_NO,
  unauthorizedRepair: YES_NO,
  tampered: YES_NO,
  modifiedWithoutApproval: YES_NO,
  hostileEnvironment: YES_NO,
  suitablyProtected: YES_NO,
  unshieldedLight: YES_NO,
  lensMountDamage: YES_NO,
  uncontrollableCause: ['none', 'shipping', 'lightning', 'flood', 'earthquake', 'other', 'unknown'],
  beyondRepair: YES_NO,
  appearanceDamage: YES_NO,
  abnormalStress: YES_NO,
} as const satisfies Record<FactName, readonly string[] | 'date' | 'months'>;

/** All facts, in the order of the contract's table. */
export const FACT_NAMES = Object.keys(FACT_TYPES) as FactName[];

/** Warranty periods that a claim may name, months. */
export const MONTHS = { least: 1, most: 120 } as const;

/** What the terms say of a claim; its meaning is the contract's. */
export interface Verdict {
  coverage: Coverage;
  outlook: Coverage;
  clauses: ClauseId[];
  undecided: ClauseId[];
  missing: FactName[];
  labour: 'free' | 'chargeable' | 'undetermined';
  parts: 'free' | 'chargeable' | 'undetermined';
  replacement: boolean;
  freight: { toFactory: 'customer'; toCustomer: 'company' };
}
