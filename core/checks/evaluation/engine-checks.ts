import type { SourceEngine } from '../../model/source-engine';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { SourceFacts } from '../facts/source-facts';
import type { Query, QueryResults } from '../query/query';
import type { CheckFinding } from '../report/check-report';
import type { CheckRequest } from '../request/check-request';

/** The checks of one engine: which questions, and what the answers mean. Pure: `functions/check-source` asks. */
export interface EngineChecks {
  readonly engine: SourceEngine;
  readonly catalogue: readonly CheckDefinition[];
  /**
   * The next questions, given the answers so far; empty when there is nothing more to ask. A constant number of rounds and of
   * queries whatever the number of tables.
   */
  next(request: CheckRequest, results: QueryResults): readonly Query[];
  /** What the dictionary says, in the words that all engines share. */
  facts(request: CheckRequest, results: QueryResults): SourceFacts;
  /** What is special to the engine. What all engines share is judged in `core/checks/judge-facts.ts`. */
  evaluate(request: CheckRequest, facts: SourceFacts, results: QueryResults): CheckResults;
}

export interface CheckResults {
  readonly findings: readonly CheckFinding[];
  readonly passed: readonly string[];
  readonly skipped: readonly { readonly check: string; readonly because: string }[];
}
