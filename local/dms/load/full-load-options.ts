import type { ClientConfig } from 'pg';
import type { Clock } from '../../clock';
import type { LogLine } from '../task-log-lines';
import type { TableMappings } from '../mapping/rules';
import type { DmsScript } from '../script';
import type { SourceTypeSettings } from './data-type';
import type { TableProgress } from './progress';
import type { ReachSource } from '../simulated/reach-source';
import type { LoadTarget } from './target-settings';

/** Task settings that a full load follows. */
export interface LoadSettings {
  /** Preparation of a target table before its load. */
  readonly prepare: 'drop' | 'truncate' | 'nothing';
  readonly subTasks: number;
  readonly failOnNoTables: boolean;
  readonly stopOnTableError: boolean;
  /** Number of failed tables that ends the task. 0: no limit. */
  readonly stopAfterTableErrors: number;
  readonly lobs: 'none' | 'limited' | 'full';
  readonly lobLimitKb: number;
}

/** Everything that one full load of a task needs. */
export interface FullLoad {
  readonly source: ClientConfig;
  /** Set if the rows of the source are numbers. */
  readonly simulated?: ReachSource | undefined;
  readonly sourceTypes: SourceTypeSettings;
  readonly target: LoadTarget;
  readonly mappings: TableMappings;
  readonly settings: LoadSettings;
  readonly clock: Clock;
  readonly script: DmsScript;
  readonly taskStartedAt: Date;
  /** Fires when a person stops the task. */
  readonly signal: AbortSignal;
  /**
   * Progress by table, owned by the caller. Filled by the load, and read by DescribeTableStatistics
   * meanwhile.
   */
  readonly progress: TableProgress[];
  /** Change capture follows: each table is read in one snapshot, which its progress keeps. */
  readonly forCapture: boolean;
  /** Loads only the tables of `reloads`. */
  readonly onlyReloads: boolean;
  /** Tables to load again while the task runs. The load removes them from here. */
  readonly reloads: { readonly schema: string; readonly table: string }[];
  /** Called when a table's load begins, before its earlier files or rows are changed, and when it ends. */
  readonly onTable: () => void;
  readonly log: (line: string) => void;
  /** Writes to the log of the task. */
  readonly taskLog: (...lines: readonly LogLine[]) => void;
}
