import type { ExpectedTable } from '../../tables/expected-tables';
import { fullTableName, tableIdentity } from '../../tables/table-name';
import type { TableRecord } from '../record/table-record';
import type { Finding } from '../record/verdict-shape';

/** Findings per table. Each table that the plan names must be loaded completely. */
export function tableFindings(evidence: {
  readonly tables: readonly TableRecord[];
  readonly expected: readonly ExpectedTable[];
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
  switch (record.state) {
    case 'Table completed':
      return [...rejected(record), ...validated(record)];
    case 'Table error':
    case 'Table cancelled':
      return [{ code: 'table-error', table, detail: `${record.state} after ${record.rows} rows` }];
    case 'Table does not exist':
      return [{ code: 'table-missing', table, detail: record.state }];
    default:
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
  const good = ['Not enabled', 'Validated', 'No primary key'];
  if (record.validation === undefined || good.includes(record.validation)) return [];
  return [{ code: 'table-validation', table: fullTableName(record), detail: record.validation }];
}
