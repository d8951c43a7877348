/** A mistake that a support lead may make, and what is said of it, without file and line. */
export interface Mistake {
  what: string;
  file: string;
  from: string;
  to: string;
  /** A passage of the changed file on the line that must be named; without it, `to`. */
  at?: string;
  says: string | RegExp;
}
