import type { SslMode } from '../model/ssl-mode';
/** One load, whole: files that are dropped under `inbox` go into `table`. */
export interface LoadPlan {
  readonly identity: LoadIdentity;
  readonly description?: string;
  /** Prefix of its files in the inbox bucket, with the slash at its end, such as `sales/prices/`. */
  readonly inbox: string;
  /** Prefix of its reject files in the same bucket, such as `rejected/sales/prices/`. */
  readonly rejected: string;
  /** The database, names only: the secret is read at use. */
  readonly target: LoadTarget;
  readonly table: { readonly schema: string; readonly name: string };
  readonly columns: readonly LoadColumn[];
  readonly dialect: CsvDialect;
  readonly mode: 'replace' | 'append' | 'upsert';
  /** Columns that tell a row from another; empty but for upsert. */
  readonly keys: readonly string[];
  readonly createTable: boolean;
  /** How many bad rows a file may have and still be loaded without them; 0: none. */
  readonly rejectUpTo: number;
  readonly allowEmpty: boolean;
  readonly method: 'copy' | 'aws_s3';
}

export interface LoadIdentity {
  readonly environment: string;
  readonly department: string;
  readonly load: string;
  /** `department/load`, as people name it; no job has the same. */
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
  /** In the table. */
  readonly name: string;
  /** In the file's header. */
  readonly header: string;
  /** PostgreSQL's, such as `numeric(12,2)`; absent: whatever the table has. */
  readonly type?: string;
}

export interface CsvDialect {
  /** Whether the first line holds column names. */
  readonly header: boolean;
  /** One ASCII character. */
  readonly delimiter: string;
  readonly quote: string;
  /** What, without quotes, stands for NULL; what is not this is text, the empty one included (P3). */
  readonly nullToken: string;
  /** A label of the WHATWG Encoding Standard, such as `utf-8` or `windows-1252`. */
  readonly encoding: string;
  /** In which order `1/2/2026` is read. */
  readonly dateStyle: 'ymd' | 'dmy' | 'mdy';
}
