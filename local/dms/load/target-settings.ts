/** The S3 target as the load needs it: DMS's S3Settings with defaults and our units. */
export interface TargetSettings {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket's root. */
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
}

/** The folder of a table's files, with a slash at its end. Names stand as they are. */
export function tableFolder(target: TargetSettings, schema: string, table: string): string {
  return `${target.folder === '' ? '' : `${target.folder}/`}${schema}/${table}/`;
}

/** `LOAD00000001.csv` and on, the number in hexadecimal. */
export function loadFileName(target: TargetSettings, number: number): string {
  const extension = target.format === 'parquet' ? 'parquet' : target.gzip ? 'csv.gz' : 'csv';
  return `LOAD${number.toString(16).toUpperCase().padStart(8, '0')}.${extension}`;
}
