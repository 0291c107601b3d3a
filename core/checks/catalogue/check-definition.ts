import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { Severity } from '../report/check-report';

/** One check of the catalogue. */
export interface CheckDefinition {
  /**
   * Id such as `postgres-wal-level`. It is stored and printed: never rename it, and never use it
   * for another check.
   */
  readonly id: string;
  readonly engines: readonly SourceEngine[];
  readonly modes: readonly Mode[];
  /** The usual severity. A finding may carry another where the evidence is weaker or stronger. */
  readonly severity: Severity;
  /**
   * The condition that the check verifies, such as `the write-ahead log contains logical changes`.
   */
  readonly title: string;
  /** Consequence when the condition does not hold. */
  readonly why: string;
  /** Address of the page that documents it. */
  readonly source: string;
}
