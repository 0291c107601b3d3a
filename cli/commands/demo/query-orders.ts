import type { Lake } from '../../../application/lake/lake';
import { hasDuckDb, queryLake } from '../../../application/lake/query/query-lake';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { QueryWithResult } from './lake-result';

const neededTables = ['orders', 'order_items', 'products', 'customers'];

/** Queries the shop's snapshot. Resolves with undefined when its tables have no Glue database, or without DuckDB. */
export async function queryOrders(
  lake: Lake,
  jobs: readonly JobPlan[],
): Promise<QueryWithResult | undefined> {
  const [database] = jobs
    .filter(({ identity }) => identity.department === 'sales')
    .flatMap(({ publishing }) => (publishing.kind === 'none' ? [] : (publishing.catalogue?.database ?? [])));
  if (database === undefined || !hasDuckDb()) return undefined;
  const existing = new Set((await lake.catalogue.tables(database)).map(({ name }) => name));
  if (!neededTables.every((table) => existing.has(table))) return undefined;
  const sql = bestCountries(database);
  return { sql, ...(await queryLake(lake, [database], sql)) };
}

function bestCountries(database: string): string {
  return [
    'SELECT c.country, count(DISTINCT o.order_id) AS orders,',
    '       sum(i.quantity * i.unit_price) AS revenue',
    `FROM ${database}.orders o`,
    `JOIN ${database}.order_items i USING (order_id)`,
    `JOIN ${database}.customers c USING (customer_id)`,
    "WHERE o.status <> 'cancelled'",
    'GROUP BY c.country ORDER BY revenue DESC LIMIT 5',
  ].join('\n');
}
