import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { StartFrom } from '../../planning/job-plan';
import type { MappingRule } from '../../tables/mapping-rule';
import type { PartitionSelection } from '../../tables/partition-parents';
import type { TablePlaces } from '../../tables/table-collisions';
import type { TableName } from '../../tables/table-name';
import type { TableShape } from '../../tables/table-shape';
import type { NeededLog } from '../position/needed-log';

/** Facts about a job that its checks need, without anything that only a deployment knows. */
export interface CheckRequest {
  /** `department/job`. Absent when a connection is checked without a job. */
  readonly job?: string | undefined;
  readonly engine: SourceEngine;
  readonly mode: Mode;
  readonly databaseName: string;
  /** Engine version of the replication instance, such as `3.6.1`. Absent where it is not known. */
  readonly dmsVersion?: string | undefined;
  /** Extra connection attributes of the endpoint, `key=value;...`, on which some checks depend. */
  readonly connectionAttributes?: string | undefined;
  /** Tables that the job names exactly, in its spelling. */
  readonly tables: readonly RequestedTable[];
  /** Selections with wildcards of DMS (`%`, `_`, `[..]`). */
  readonly patterns: readonly TableName[];
  /** Entries whose tables are partitions of another. Absent: none. */
  readonly partitions?: readonly PartitionSelection[] | undefined;
  /** Selections that are excluded. */
  readonly excludes: readonly TableName[];
  readonly target: 's3' | 'postgres';
  /** Format of the files in S3. Absent for a database, and for a connection without a job. */
  readonly format?: 'csv' | 'parquet' | undefined;
  /** Rules of the job's TableMappings that rename schemas and tables. Absent when there are none. */
  readonly renames?: readonly MappingRule[] | undefined;
  /** Facts about the names of columns in the target. */
  readonly columns?:
    | {
        /** Rules of the job's TableMappings for columns. */
        readonly rules: readonly MappingRule[];
        /** Columns that DMS adds. */
        readonly added: readonly string[];
        /** True if names that differ only in case are equal. */
        readonly lowerCase: boolean;
      }
    | undefined;
  /** Folders of tables in the lake. Absent where the job publishes nothing. */
  readonly lake?: TablePlaces['lake'];
  /** True if the task leaves files in S3 after a TRUNCATE. */
  readonly ignoresTruncate?: true | undefined;
  readonly lob: LobSettings;
  readonly startFrom: StartFrom;
  /** Log that the task will read. Absent where it needs none, or where it is not known. */
  readonly neededLog?: NeededLog | undefined;
  /**
   * Longest planned time in which no task reads the source's log. Absent for full loads and jobs on
   * demand.
   */
  readonly longestGapSeconds?: number | undefined;
  readonly drift: 'ignore' | 'warn' | 'block';
  /** Shapes of the tables at the last successful run. */
  readonly lastShapes: readonly TableShape[];
  /** Time when the check began, ISO 8601 in UTC, by Lakeferry's clock. */
  readonly now: string;
}

/** TargetMetadata of the task settings. */
export interface LobSettings {
  readonly mode: 'none' | 'full' | 'limited' | 'inline';
  /** LobMaxSize, or InlineLobMaxSize of mode `inline`. Absent: without a limit. */
  readonly maxBytes?: number | undefined;
}

export interface RequestedTable extends TableName {
  /** Name under which DMS writes the table. Absent where the job's rules do not change it. */
  readonly written?: TableName | undefined;
  /** True if the load of the table is split, so that several threads read it. */
  readonly isSplit?: boolean | undefined;
  /** True if a selection rule with a table-type selects it, although it is a view. */
  readonly isView?: boolean | undefined;
  /** Columns that the job names in filters, excludes, transformations or its split. */
  readonly columns: readonly RequestedColumn[];
}

export interface RequestedColumn {
  readonly name: string;
  readonly usedIn: 'where' | 'exclude-columns' | 'rules' | 'parallel';
}
