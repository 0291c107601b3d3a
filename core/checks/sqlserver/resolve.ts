import type { TableFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { numberOf, rowsOf, textOf } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { selectedNamesOf } from '../request/selected-tables';
import type { ListedIds } from './names';

export interface ListedName extends ListedIds {
  readonly schema: string;
  readonly table: string;
  readonly kind: TableFacts['kind'];
}

const kinds: Readonly<Record<string, TableFacts['kind']>> = { U: 'table', V: 'view', SN: 'other' };

/** Every name in the schemas asked for. */
export function listedNames(results: QueryResults): readonly ListedName[] {
  return rowsOf(results, 'names').map((row) => ({
    schema: textOf(row, 'schema_name') ?? '',
    table: textOf(row, 'table_name') ?? '',
    // char(2).
    kind: kinds[(textOf(row, 'object_type') ?? '').trim()] ?? 'other',
    objectId: numberOf(row, 'object_id') ?? Number.NaN,
    schemaId: numberOf(row, 'schema_id') ?? Number.NaN,
  }));
}

/** Those that the job selects. */
export function selectedNames(request: CheckRequest, results: QueryResults): readonly ListedName[] {
  return selectedNamesOf(request, listedNames(results));
}

const byObject = new WeakMap<readonly Row[], ReadonlyMap<number, readonly Row[]>>();

/** The rows of one table; sorted once for each answer. */
export function of({ objectId }: ListedIds, rows: readonly Row[]): readonly Row[] {
  const sorted = byObject.get(rows) ?? sortedRows(rows);
  byObject.set(rows, sorted);
  return sorted.get(objectId) ?? [];
}

function sortedRows(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const sorted = new Map<number, Row[]>();
  for (const row of rows) {
    const object = numberOf(row, 'object_id') ?? Number.NaN;
    const own = sorted.get(object) ?? [];
    own.push(row);
    sorted.set(object, own);
  }
  return sorted;
}
