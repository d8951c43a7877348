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
export type Coverage = 'covered' | 'excluded' | 'review';
export type ClauseId = '1' | '2' | '3' | '4' | '5' | '6a' | '6b' | '6c' | '6d' | '6e';

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
