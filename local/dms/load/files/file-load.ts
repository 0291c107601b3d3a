import type { Client } from 'pg';
import type { ObjectStore } from '../../../object-store';
import type { Column } from '../data-type';
import type { TargetSettings } from '../target-settings';

/** Input for writing one table's files. */
export interface FileLoad {
  readonly client: Client;
  readonly objects: ObjectStore;
  readonly target: TargetSettings;
  /** Ends with a slash. */
  readonly folder: string;
  readonly columns: readonly Column[];
  /** Name of the file with this number, from 1. */
  fileName(number: number): string;
  /** SQL from FROM on. */
  readonly from: string;
  readonly signal: AbortSignal;
  /** Receives the number of rows so far. The load waits for it before it continues. */
  onRows(rows: number): Promise<void>;
  /** Reports a warning once. */
  warn(line: string): void;
}
