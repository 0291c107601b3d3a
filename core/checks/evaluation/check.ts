import type { CheckDefinition } from '../catalogue/check-definition';
import type { SourceFacts } from '../facts/source-facts';
import type { QueryResults } from '../query/query';
import type { CheckFinding } from '../report/check-report';
import type { CheckRequest } from '../request/check-request';

/** Input of every check. The engines add what their checks share, such as the server's settings. */
export interface CheckedSource {
  readonly request: CheckRequest;
  readonly facts: SourceFacts;
  readonly results: QueryResults;
}

/**
 * Input of a check that all engines share: facts in common words, without the results of single
 * queries.
 */
export type SharedSource = Pick<CheckedSource, 'request' | 'facts'>;

/** Findings of one check, none when it passes, or the reason why it could not be evaluated. */
export type CheckOutcome = readonly CheckFinding[] | { readonly skippedBecause: string };

/** One check: what it is about, and how its findings follow from the source. */
export interface Check<Source> {
  readonly definition: CheckDefinition;
  /** Returns the reason to skip the check before it is evaluated. */
  readonly skip?: (source: Source) => string | undefined;
  readonly evaluate: (source: Source) => CheckOutcome;
}
