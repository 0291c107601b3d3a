import { tableStateOf, validationOf } from '../../model/table-state';
import { fullTableName, type TableName, tableIdentity } from '../../tables/table-name';
import type { TableRecord } from '../record/table-record';
import type { Finding } from '../record/verdict-shape';

/** Findings per table. Each table that the plan names must be loaded completely. */
export function tableFindings(evidence: {
  readonly tables: readonly TableRecord[];
  readonly expected: readonly TableName[];
}): readonly Finding[] {
  const { tables, expected } = evidence;
  const seen = new Set(tables.map(tableIdentity));
  const missing: Finding[] = expected
    .filter((table) => !seen.has(tableIdentity(table)))
    .map((table) => ({ code: 'table-missing', table: fullTableName(table), detail: 'DMS did not list it' }));
  if (tables.length === 0 && missing.length === 0)
    return [{ code: 'no-tables', detail: 'DMS listed no tables' }];
  return [...missing, ...tables.flatMap(oneTable)];
}

function oneTable(record: TableRecord): readonly Finding[] {
  const table = fullTableName(record);
  switch (tableStateOf(record.state)) {
    case 'completed':
      return [...rejected(record), ...validated(record)];
    case 'error':
    case 'cancelled':
      return [{ code: 'table-error', table, detail: `${record.state} after ${record.rows} rows` }];
    case 'missing':
      return [{ code: 'table-missing', table, detail: record.state }];
    case 'unfinished':
      return [{ code: 'table-unfinished', table, detail: `${record.state} after ${record.rows} rows` }];
  }
}

function rejected(record: TableRecord): readonly Finding[] {
  if (record.errorRows === 0) return [];
  return [
    {
      code: 'table-rows-rejected',
      table: fullTableName(record),
      detail: `${record.errorRows} rows rejected`,
    },
  ];
}

/** Finding for a ValidationState that is neither good nor off. */
function validated(record: TableRecord): readonly Finding[] {
  const detail = record.validation;
  if (detail === undefined) return [];
  const table = fullTableName(record);
  switch (validationOf(detail)) {
    case 'good':
      return [];
    case 'pending':
      return [{ code: 'validation-pending', table, detail }];
    case 'bad':
      return [{ code: 'table-validation', table, detail }];
  }
}
