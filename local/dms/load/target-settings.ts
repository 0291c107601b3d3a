import type { ClientConfig } from 'pg';
import type { ObjectStore } from '../../object-store';

/** S3 target in the form that loads need: DMS's S3Settings with defaults and our units. */
export interface TargetSettings {
  readonly bucket: string;
  /** Without leading and trailing slashes. Empty for the root of the bucket. */
  readonly folder: string;
  readonly format: 'csv' | 'parquet';
  readonly gzip: boolean;
  /** One byte. */
  readonly csvDelimiter: string;
  readonly csvNullValue: string;
  readonly rfc4180: boolean;
  readonly addColumnName: boolean;
  readonly includeOp: boolean;
  readonly timestampColumn: string | undefined;
  readonly stampTaskStart: boolean;
  readonly maxFileBytes: number;
  readonly parquetMilliseconds: boolean;
  readonly rowGroupLength: number;
  readonly statistics: boolean;
  readonly plainEncoding: boolean;
  readonly cdc: ChangeFileSettings;
}

/** Target of a task: files in a bucket, or tables of a database. */
export type LoadTarget =
  | { readonly kind: 'files'; readonly settings: TargetSettings; readonly objects: ObjectStore }
  | { readonly kind: 'tables'; readonly database: TargetDatabase };

export interface TargetDatabase {
  readonly config: ClientConfig;
  /** Statements of each new session. Undefined for none. */
  readonly afterConnect: string | undefined;
  readonly statementSeconds: number;
}

/** Settings for files of changes. */
export interface ChangeFileSettings {
  readonly ops: 'all' | 'inserts' | 'inserts-and-updates';
  /** True when files of changes begin with the column `Op`. */
  readonly opColumn: boolean;
  /** A batch is written this long after its first change, or when a table has `minFileBytes` of them. */
  readonly batchMilliseconds: number;
  readonly minFileBytes: number;
  /** Folders by commit date. Undefined for none. */
  readonly partition: DatePartition | undefined;
  /** IANA time zone of file names and partitions. */
  readonly timezone: string;
  /**
   * Folder for one file per batch with the transactions of all tables in order. Undefined: files per table.
   */
  readonly transactionsFolder: string | undefined;
}

export interface DatePartition {
  readonly sequence: 'YYYYMMDD' | 'YYYYMMDDHH' | 'YYYYMM' | 'MMYYYYDD' | 'DDMMYYYY';
  readonly delimiter: '/' | '_' | '-' | '';
}

/** Folder of a table's files, with a slash at its end. Names are not encoded. */
export function tableFolder(target: TargetSettings, schema: string, table: string): string {
  return `${target.folder === '' ? '' : `${target.folder}/`}${schema}/${table}/`;
}

/** `LOAD00000001.csv` and so on, with the number in hexadecimal. */
export function loadFileName(target: TargetSettings, number: number): string {
  return `LOAD${number.toString(16).toUpperCase().padStart(8, '0')}.${extension(target)}`;
}

export function extension(target: TargetSettings): string {
  return target.format === 'parquet' ? 'parquet' : target.gzip ? 'csv.gz' : 'csv';
}
