import type { TableName } from '../../../tables/table-name';
import type { TableFacts } from '../../facts/source-facts';
import type { QueryResults } from '../../query/query';
import { numberOf, rowsOf, textOf } from '../../query/query-results';
import type { CheckRequest } from '../../request/check-request';
import { selectedTables } from '../../request/selected-tables';
import type { ListedIds } from '../queries/object-condition';

export interface ListedName extends TableName, ListedIds {
  readonly kind: TableFacts['kind'];
}

const kinds: Readonly<Record<string, TableFacts['kind']>> = { U: 'table', V: 'view', SN: 'other' };

/** Returns every name in the requested schemas. */
export function listedNames(results: QueryResults): readonly ListedName[] {
  return rowsOf(results, 'names').map((row) => ({
    schema: textOf(row, 'schema_name') ?? '',
    table: textOf(row, 'table_name') ?? '',
    // The type is char(2), padded with a space.
    kind: kinds[(textOf(row, 'object_type') ?? '').trim()] ?? 'other',
    objectId: numberOf(row, 'object_id') ?? Number.NaN,
    schemaId: numberOf(row, 'schema_id') ?? Number.NaN,
  }));
}

/** Returns the names that the job selects. */
export function selectedNames(request: CheckRequest, results: QueryResults): readonly ListedName[] {
  return selectedTables(request, listedNames(results));
}
