import type { Check } from '../evaluation/check';
import type { EngineChecks } from '../evaluation/engine-checks';
import { evaluateChecks } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import { whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { binaryLogChecks } from './binary-log';
import { binaryLogRetention } from './binary-log-retention';
import { lobQuery, measuredTables } from './facts/lob-lengths';
import { mysqlFacts } from './facts/mysql-facts';
import { selectedTables } from './facts/selected-tables';
import { changedRowChecks } from './changed-rows';
import { characterSets } from './character-sets';
import { gtid } from './gtid';
import { type MysqlSource, serverOf } from './mysql-source';
import { nameCase } from './name-case';
import { positionKept } from './position';
import { privilegeChecks } from './privileges';
import { serverQueries } from './queries/server-queries';
import { tableQueries } from './queries/table-queries';
import { replicaChecks } from './replica';
import { specialColumnChecks } from './special-columns';
import { sessionSettings } from './session-settings';
import { tableStorageChecks } from './table-storage';

const checks: readonly Check<MysqlSource>[] = [
  ...binaryLogChecks,
  binaryLogRetention,
  positionKept,
  ...replicaChecks,
  gtid,
  ...privilegeChecks,
  ...tableStorageChecks,
  sessionSettings,
  characterSets,
  ...changedRowChecks,
  ...specialColumnChecks,
  nameCase,
];

/**
 * Checks of MySQL and MariaDB, and of RDS and Aurora for MySQL: nine queries in three rounds, for
 * any number of tables.
 */
export const mysqlChecks: EngineChecks = {
  engine: 'mysql',
  products: 'MySQL and MariaDB',
  catalogue: checks.map(({ definition }) => definition),
  next,
  facts: mysqlFacts,
  evaluate(request, facts, results) {
    const [server, tables] = [serverOf(results), selectedTables(request, results)];
    return evaluateChecks(checks, { request, facts, results, server, tables }, request.mode);
  },
};

/**
 * The server and the names, then columns and keys of the selected tables, then their longest LOBs.
 */
function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('server')) return serverQueries(request);
  const tables = selectedTables(request, results);
  if (!results.has('columns'))
    return whyUnavailable(results, 'names') === undefined ? tableQueries(tables) : [];
  return results.has('lobs') ? [] : [lobQuery(measuredTables(tables))];
}
