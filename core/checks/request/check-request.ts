import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { StartFrom } from '../../planning/job-plan';
import type { TableShape } from '../../tables/table-shape';
import type { NeededLog } from '../position/needed-log';

/** What a check wants to know of a job, without anything that only a deployment knows. */
export interface CheckRequest {
  /** `department/job`; absent when a connection is looked at as such. */
  readonly job?: string | undefined;
  readonly engine: SourceEngine;
  readonly mode: Mode;
  readonly databaseName: string;
  /** DMS's extra connection attributes of the endpoint, `key=value;...`: some answer a check. */
  readonly connectionAttributes?: string | undefined;
  /** Named exactly, in the file's spelling. */
  readonly tables: readonly RequestedTable[];
  /** Selections with wildcards in DMS's syntax (`%`, `_`, `[..]`), and those taken away. */
  readonly patterns: readonly { readonly schema: string; readonly table: string }[];
  readonly excludes: readonly { readonly schema: string; readonly table: string }[];
  readonly target: 's3' | 'postgres';
  /** TargetMetadata of the task's settings: `LimitedSizeLobMode` with LobMaxSize, full, or none. */
  readonly lob: {
    readonly mode: 'none' | 'full' | 'limited' | 'inline';
    readonly maxBytes?: number | undefined;
  };
  readonly startFrom: StartFrom;
  /** Absent where none is, or nobody knows. */
  readonly neededLog?: NeededLog | undefined;
  /** Longest time in which nobody reads the source's log by plan (C3); absent for full loads and jobs on demand. */
  readonly longestGapSeconds?: number | undefined;
  readonly drift: 'ignore' | 'warn' | 'block';
  /** As a check of a good run saw them last. */
  readonly lastShapes: readonly TableShape[];
  /** Time when the check began, ISO 8601 in UTC, by our clock. */
  readonly now: string;
}

export interface RequestedTable {
  readonly schema: string;
  readonly table: string;
  /** What the job's rules make of its name; absent where they leave it. */
  readonly written?: { readonly schema: string; readonly table: string } | undefined;
  /** Columns that the job names in filters, excludes, transformations or its split. */
  readonly columns: readonly {
    readonly name: string;
    readonly usedIn: 'where' | 'exclude-columns' | 'rules' | 'parallel';
  }[];
}
