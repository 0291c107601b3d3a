/** Meaning of a finding for the people of a department. */
export interface Explanation {
  readonly cause: string;
  /** Cause for a run of a CDC job, which has no snapshots. Absent: the same. */
  readonly cdcCause?: string;
  readonly fix: string;
  /** Fix for a run of a CDC job, which is not retried. Absent: the same. */
  readonly cdcFix?: string;
  /** Key to change in the department's file, where there is one. */
  readonly config?: string;
}
