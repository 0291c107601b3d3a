import { fullTableName } from '../../tables/table-name';
import type { TableRecord } from '../record/run-record';

/** A table as it was loaded: what DMS says of it, and what lies in staging. */
export interface LoadedTable {
  readonly record: Pick<TableRecord, 'schema' | 'table' | 'rows'>;
  /** `rows` by the file's own footer; absent for CSV, which has none. */
  readonly files: readonly { readonly rows?: number | undefined }[];
}

/** Where DMS's count and the files contradict each other, both numbers said. */
export function rowCountProblems(tables: readonly LoadedTable[]): readonly string[] {
  return tables.flatMap(({ record, files }) => {
    const name = fullTableName(record);
    if (files.length === 0)
      return record.rows === 0 ? [] : [`${name}: DMS counts ${record.rows} rows, and no file of this run`];
    const counted = files.map(({ rows }) => rows).filter((rows) => rows !== undefined);
    if (counted.length < files.length) return [];
    const rows = counted.reduce((sum, count) => sum + count, 0);
    return rows === record.rows
      ? []
      : [`${name}: DMS counts ${record.rows} rows, the files' footers ${rows}`];
  });
}
