import { fullTableName } from '../../tables/table-name';
import type { TableRecord } from '../record/table-record';

/** Statistics of a loaded table, and its files in staging. */
export interface LoadedTable {
  readonly record: Pick<TableRecord, 'schema' | 'table' | 'rows'>;
  /** `rows` as in the footer of the file, or counted in CSV. Absent where nothing counted them. */
  readonly files: readonly { readonly rows?: number | undefined }[];
}

/** Messages about tables whose DMS count and files contradict each other, with both numbers. */
export function rowCountProblems(
  tables: readonly LoadedTable[],
  counted: 'the footers of the files count' | 'the files have',
): readonly string[] {
  return tables.flatMap(({ record, files }) => {
    const name = fullTableName(record);
    if (files.length === 0)
      return record.rows === 0 ? [] : [`${name}: DMS counts ${record.rows} rows, but this run wrote no file`];
    const known = files.map(({ rows }) => rows).filter((rows) => rows !== undefined);
    if (known.length < files.length) return [];
    const rows = known.reduce((sum, count) => sum + count, 0);
    return rows === record.rows ? [] : [`${name}: DMS counts ${record.rows} rows, but ${counted} ${rows}`];
  });
}
