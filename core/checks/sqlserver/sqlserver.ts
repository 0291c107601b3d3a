import type { Check } from '../evaluation/check';
import type { EngineChecks } from '../evaluation/engine-checks';
import { evaluateChecks } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { captureChecks } from './capture';
import { changedKeys } from './changed-keys';
import { databaseOptions } from './database-options';
import { editionChecks } from './edition';
import { selectedNames } from './facts/listed-names';
import { lobColumns, lobQuery } from './facts/lob-lengths';
import { sqlServerFacts } from './facts/sqlserver-facts';
import { positionKept } from './position';
import { privilegeChecks } from './privileges';
import { serverQueries } from './queries/server-queries';
import { tableQueries } from './queries/table-queries';
import { specialColumns } from './special-columns';
import { specialTables } from './special-tables';
import { type SqlServerSource, sourceOf } from './sqlserver-source';
import { transactionLogChecks } from './transaction-log';

const checks: readonly Check<SqlServerSource>[] = [
  ...editionChecks,
  ...transactionLogChecks,
  ...captureChecks,
  positionKept,
  databaseOptions,
  ...privilegeChecks,
  changedKeys,
  specialTables,
  specialColumns,
];

/** Checks of SQL Server from 2012 on: 17 queries in three rounds, for any number of tables. */
export const sqlServerChecks: EngineChecks = {
  engine: 'sqlserver',
  products: 'SQL Server',
  catalogue: checks.map(({ definition }) => definition),
  next,
  facts: sqlServerFacts,
  evaluate: (request, facts, results) =>
    evaluateChecks(checks, sourceOf(request, facts, results), request.mode),
};

/** The server and the names, then the selected tables, then their longest LOBs. */
function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('version')) return serverQueries(request);
  const tables = selectedNames(request, results);
  if (tables.length === 0) return [];
  if (!results.has('tables')) return tableQueries(tables);
  return results.has('lobs') ? [] : lobQuery(lobColumns(request, results));
}
