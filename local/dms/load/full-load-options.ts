import type { ClientConfig } from 'pg';
import type { Clock } from '../../clock';
import type { TableMappings } from '../mapping/rules';
import type { DmsScript } from '../script';
import type { SourceTypeSettings } from './data-type';
import type { TableProgress } from './progress';
import type { LoadTarget } from './target-settings';

/** Task settings that a full load follows. */
export interface LoadSettings {
  /** What happens to a table of the target before it is loaded. */
  readonly prepare: 'drop' | 'truncate' | 'nothing';
  readonly subTasks: number;
  readonly failOnNoTables: boolean;
  readonly stopOnTableError: boolean;
  /** This many failed tables end the task; 0: any number is fine. */
  readonly stopAfterTableErrors: number;
  readonly lobs: 'none' | 'limited' | 'full';
  readonly lobLimitKb: number;
}

/** Everything that one full load of a task needs. */
export interface FullLoad {
  readonly source: ClientConfig;
  readonly sourceTypes: SourceTypeSettings;
  readonly target: LoadTarget;
  readonly mappings: TableMappings;
  readonly settings: LoadSettings;
  readonly clock: Clock;
  readonly script: DmsScript;
  readonly taskStartedAt: Date;
  /** Fires when a person stops the task. */
  readonly signal: AbortSignal;
  /** By table, kept by the caller: filled here, read by DescribeTableStatistics meanwhile. */
  readonly progress: TableProgress[];
  /** Change capture follows: each table is read as of one moment, which its progress keeps. */
  readonly forCapture: boolean;
  /** Load nothing but `reloads`. */
  readonly onlyReloads: boolean;
  /** Tables to load once more while the task runs; taken from here. */
  readonly reloads: { readonly schema: string; readonly table: string }[];
  /** Told when a table's load begins, before its earlier files or rows are touched, and when it ends. */
  readonly onTable: () => void;
  readonly log: (line: string) => void;
}
