import type { SourceEngine } from '../model/source-engine';
import type { TableShape } from '../tables/table-shape';
import type { CheckDefinition, CheckFinding } from './check';
import type { CheckAsk } from './check-request';
import type { Answers, Query } from './query';

/** The checks of one engine: which questions, and what the answers mean. Pure: `functions/check-source` asks. */
export interface EngineChecks {
  readonly engine: SourceEngine;
  readonly catalogue: readonly CheckDefinition[];
  /**
   * The next questions, given the answers so far; empty when there is nothing more to ask. A constant number of rounds and of
   * queries whatever the number of tables.
   */
  next(ask: CheckAsk, answers: Answers): readonly Query[];
  /** What the dictionary says, in the words that all engines share. */
  facts(ask: CheckAsk, answers: Answers): SourceFacts;
  /** What is special to the engine. What all engines share is judged in `core/checks/judge-facts.ts`. */
  judge(ask: CheckAsk, facts: SourceFacts, answers: Answers): Judgement;
}

export interface Judgement {
  readonly findings: readonly CheckFinding[];
  readonly passed: readonly string[];
  readonly skipped: readonly { readonly check: string; readonly because: string }[];
}

export interface SourceFacts {
  readonly version: string;
  /** Of the server, ISO 8601 in UTC; and its zone's offset. */
  readonly serverTime?: string;
  readonly utcOffsetMinutes?: number;
  /** Those of the ask that exist, wildcards resolved. */
  readonly tables: readonly TableFacts[];
  /** Names in the schemas asked for, to offer the nearest; at most some thousands. */
  readonly names: readonly { readonly schema: string; readonly table: string }[];
  /** Parts that could not be looked at, and why: what rests on them is skipped, never passed. */
  readonly unseen?: Readonly<Partial<Record<'tables' | 'columns' | 'keys' | 'lobs', string>>>;
}

export interface TableFacts extends TableShape {
  readonly kind:
    | 'table'
    | 'view'
    | 'materialized-view'
    | 'partitioned-table'
    | 'external'
    | 'temporary'
    | 'other';
  readonly rowsEstimated?: number;
  readonly bytes?: number;
  /** Besides the primary key. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly lobColumns: readonly {
    readonly name: string;
    readonly longestBytes?: number;
    readonly sampled: boolean;
  }[];
  /** Whether the login may read it; absent where the engine does not say. */
  readonly readable?: boolean;
}
