import type { EngineChecks } from '../evaluation/engine-checks';
import { judgement } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { oracleCatalogue } from './catalogue';
import { lobColumns, oracleFacts } from './facts';
import { instanceChecks } from './judge-instance';
import { privilegeChecks } from './judge-privileges';
import { tableChecks } from './judge-tables';
import { lobQuery } from './lobs';
import { firstQueries, tableQueries } from './queries';
import { selectedNames } from './resolve';

/**
 * Oracle. Three rounds at most: the instance and the names; the job's tables; their longest LOBs. 21 questions whatever the
 * number of tables.
 */
export const oracleChecks: EngineChecks = {
  engine: 'oracle',
  catalogue: Object.values(oracleCatalogue),
  next,
  facts: oracleFacts,
  evaluate: (request, facts, results) =>
    judgement(
      [
        ...instanceChecks(request, results),
        ...privilegeChecks(request, facts, results),
        ...tableChecks(request, facts, results),
      ],
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
