import type { EngineChecks } from '../evaluation/engine-checks';
import { judgement } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { sqlServerCatalogue } from './catalogue';
import { lobColumns, sqlServerFacts } from './facts';
import { serverChecks } from './judge-server';
import { tableChecks } from './judge-tables';
import { lobQuery } from './lobs';
import { firstQueries, tableQueries } from './queries';
import { selectedNames } from './resolve';

/** SQL Server, from 2012 on. Three rounds at most, 16 questions whatever the number of tables. */
export const sqlServerChecks: EngineChecks = {
  engine: 'sqlserver',
  catalogue: Object.values(sqlServerCatalogue),
  next,
  facts: sqlServerFacts,
  evaluate: (request, facts, results) =>
    judgement(
      [...serverChecks(request, facts, results), ...tableChecks(request, facts, results)],
      request.mode,
    ),
};

function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('version')) return firstQueries(request);
  const tables = selectedNames(request, results);
  if (tables.length === 0) return [];
  if (!results.has('tables')) return tableQueries(tables);
  return results.has('lobs') ? [] : lobQuery(lobColumns(request, results));
}
