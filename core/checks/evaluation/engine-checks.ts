import type { SourceEngine } from '../../model/source-engine';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { SourceFacts } from '../facts/source-facts';
import type { Query, QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import type { CheckResults } from './evaluate-checks';

/**
 * Checks of one engine: its queries, and what their results mean. It is pure:
 * `functions/check-source` runs the queries.
 */
export interface EngineChecks {
  readonly engine: SourceEngine;
  /** Products that the engine stands for, such as `MySQL and MariaDB`. */
  readonly products: string;
  readonly catalogue: readonly CheckDefinition[];
  /**
   * Returns the queries of the next round. None when all results are there. Neither the number of
   * rounds nor the number of queries grows with the number of tables.
   */
  next(request: CheckRequest, results: QueryResults): readonly Query[];
  /** Returns what the source's dictionary says, in the words that all engines share. */
  facts(request: CheckRequest, results: QueryResults): SourceFacts;
  /** Evaluates the engine's own checks. `core/checks/shared` holds those of every engine. */
  evaluate(request: CheckRequest, facts: SourceFacts, results: QueryResults): CheckResults;
}
