import type { QueryResult } from '../../../application/lake/query/query-lake';
import type { RunWithTables } from '../../../core/runs/record/run-record';

/** Contents of the lake and of PostgreSQL at the end of the demo. */
export interface LakeResult {
  readonly lakeBucket: string;
  readonly snapshots: readonly PublishedSnapshot[];
  readonly arrivals: readonly CopiedFiles[];
  /** The file that was dropped into the inbox; absent without a load. */
  readonly loaded?: LoadedFile;
  /** Absent without a Glue database, and without DuckDB. */
  readonly query?: QueryWithResult;
}

export interface PublishedSnapshot {
  readonly job: string;
  readonly prefix: string;
  readonly snapshot: string;
  readonly tables: number;
  readonly emptyTables: number;
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
}

/** Files of a job that were copied as they arrived. */
export interface CopiedFiles {
  readonly job: string;
  readonly prefix: string;
  readonly partitions: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** Staged files that were not copied in time. */
  readonly missing: number;
}

export interface LoadedFile {
  readonly load: string;
  readonly file: string;
  readonly table: string;
  readonly run: RunWithTables;
  /** Rows in PostgreSQL afterwards. */
  readonly rowsInTable: number;
}

export interface QueryWithResult extends QueryResult {
  readonly sql: string;
}

/** Returns true if everything that was staged or dropped has arrived. */
export function isComplete({ arrivals, loaded }: LakeResult): boolean {
  const isLoaded =
    loaded === undefined ||
    (loaded.run.run.verdict?.outcome === 'succeeded' &&
      loaded.rowsInTable === loaded.run.run.verdict.evidence.rows);
  return isLoaded && arrivals.every(({ missing }) => missing === 0);
}
