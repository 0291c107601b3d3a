import type { EngineChecks } from '../evaluation/engine-checks';
import { judgement } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import { numberOf, rowsOf, whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { postgresCatalogue } from './catalogue';
import { measuredTables, postgresFacts, postgresTables } from './facts';
import { privilegeChecks } from './judge-privileges';
import { serverChecks } from './judge-server';
import { tableChecks } from './judge-tables';
import { lobQuery } from './lobs';
import { firstQueries, tableQueries } from './queries';

/** PostgreSQL, RDS and Aurora PostgreSQL: nine questions in three rounds, whatever the number of tables. */
export const postgresChecks: EngineChecks = {
  engine: 'postgres',
  catalogue: Object.values(postgresCatalogue),
  next,
  facts: postgresFacts,
  evaluate: (request, _facts, results) => {
    const tables = postgresTables(request, results);
    return judgement(
      [
        ...serverChecks(request, results),
        ...privilegeChecks(request, tables, results),
        ...tableChecks(request, tables, results),
      ],
      request.mode,
    );
  },
};

function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('server')) return firstQueries(request);
  if (!results.has('columns')) {
    // Without the dictionary's first answer nothing more can be asked; slots are looked at even where no table is found.
    if (whyUnavailable(results, 'server') !== undefined) return [];
    const version = numberOf(rowsOf(results, 'server')[0], 'version_number') ?? 0;
    return tableQueries(
      postgresTables(request, results).map(({ id }) => id),
      version,
    );
  }
  if (results.has('lobs')) return [];
  return [lobQuery(measuredTables(postgresTables(request, results)))];
}
