import type { Client } from 'pg';
import type { ObjectStore } from '../../../object-store';
import type { Column } from '../data-type';
import type { TargetSettings } from '../target-settings';

/** What it takes to write one table's files. */
export interface FileLoad {
  readonly client: Client;
  readonly objects: ObjectStore;
  readonly target: TargetSettings;
  /** With a slash at its end. */
  readonly folder: string;
  readonly columns: readonly Column[];
  /** Of the file with this number, from 1. */
  fileName(number: number): string;
  /** SQL from FROM on. */
  readonly from: string;
  readonly signal: AbortSignal;
  /** Rows so far; the load waits for it before it goes on. */
  onRows(rows: number): Promise<void>;
  /** Something a person should know, once. */
  warn(line: string): void;
}
