import type { EngineChecks } from '../evaluation/engine-checks';
import { judgement } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import { whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { mysqlCatalogue } from './catalogue';
import { mysqlFacts, mysqlTables } from './facts';
import { serverChecks } from './judge-server';
import { tableChecks } from './judge-tables';
import { lobQuery, toMeasure } from './lobs';
import { firstQueries, tableQueries } from './queries';

/** MySQL and MariaDB, RDS and Aurora MySQL: eight questions in three rounds, whatever the number of tables. */
export const mysqlChecks: EngineChecks = {
  engine: 'mysql',
  catalogue: Object.values(mysqlCatalogue),
  next,
  facts: mysqlFacts,
  evaluate: (request, _facts, results) =>
    judgement(
      [...serverChecks(request, results), ...tableChecks(mysqlTables(request, results), results)],
      request.mode,
    ),
};

function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('server')) return firstQueries(request);
  if (!results.has('columns')) {
    if (whyUnavailable(results, 'names') !== undefined) return [];
    return tableQueries(mysqlTables(request, results));
  }
  return results.has('lobs') ? [] : [lobQuery(toMeasure(mysqlTables(request, results)))];
}
