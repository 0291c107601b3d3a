import type { SslMode } from '../model/ssl-mode';
import type { NotifyPlan } from './notify-plan';

/** Load of CSV files: those under `inbox` go into `table`. */
export interface LoadPlan {
  readonly identity: LoadIdentity;
  readonly description?: string;
  /** Prefix of its files in the inbox bucket, with the slash at its end, such as `sales/prices/`. */
  readonly inbox: string;
  /** Prefix of its reject files in the same bucket, such as `rejected/sales/prices/`. */
  readonly rejected: string;
  /** Names only: the secret is read at use. */
  readonly target: LoadTarget;
  readonly table: { readonly schema: string; readonly name: string };
  readonly columns: readonly LoadColumn[];
  readonly dialect: CsvDialect;
  readonly mode: 'replace' | 'append' | 'upsert';
  /** Columns that identify a row; empty except for upsert. */
  readonly keys: readonly string[];
  readonly createTable: boolean;
  /** Maximum number of bad rows that go to the reject file, while the others are loaded. 0: one bad row fails the file. */
  readonly rejectUpTo: number;
  readonly allowEmpty: boolean;
  readonly method: 'copy' | 'aws_s3';
  /** Messages to people. Absent in plans of earlier versions. */
  readonly notify?: NotifyPlan;
}

export interface LoadIdentity {
  readonly environment: string;
  readonly department: string;
  readonly load: string;
  /** `department/load`, as people name it. No job has the same key. */
  readonly key: string;
}

export interface LoadTarget {
  /** The connection's name in `targets:`. */
  readonly connection: string;
  readonly secretName: string;
  readonly databaseName: string;
  readonly sslMode: SslMode;
}

export interface LoadColumn {
  /** Name in the table. */
  readonly name: string;
  /** Name in the file's header. */
  readonly header: string;
  /** PostgreSQL type, such as `numeric(12,2)`; absent: the type in the table. */
  readonly type?: string;
}

export interface CsvDialect {
  /** True if the first line has column names. */
  readonly header: boolean;
  /** One ASCII character. */
  readonly delimiter: string;
  readonly quote: string;
  /** Text without quotes that means NULL. Everything else is text, the empty one included (docs/pitfalls.md#empty-values-and-null). */
  readonly nullToken: string;
  /** A label of the WHATWG Encoding Standard, such as `utf-8` or `windows-1252`. */
  readonly encoding: string;
  /** Order of day, month and year in `1/2/2026`. */
  readonly dateStyle: 'ymd' | 'dmy' | 'mdy';
}
