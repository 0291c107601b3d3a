import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { Severity } from '../report/check-report';

/** One check of the catalogue. */
export interface CheckDefinition {
  /** Such as `postgres-wal-level`; part of the product's language: never renamed, never used twice. */
  readonly id: string;
  readonly engines: readonly SourceEngine[];
  readonly modes: readonly Mode[];
  /** The usual one; a finding may carry another where the evidence is weaker or stronger. */
  readonly severity: Severity;
  /** What is looked at, such as `the write-ahead log holds logical changes`. */
  readonly title: string;
  readonly why: string;
  /** Address of the page that says so. */
  readonly source: string;
}
