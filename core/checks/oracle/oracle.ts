import type { Check, CheckedSource } from '../evaluation/check';
import type { EngineChecks } from '../evaluation/engine-checks';
import { evaluateChecks } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { archivedLogChecks } from './archived-logs';
import { changedRowChecks } from './changed-rows';
import { databaseSettingChecks } from './database-settings';
import { edition } from './edition';
import { selectedNames } from './facts/listed-names';
import { lobColumns, lobQuery } from './facts/lob-lengths';
import { oracleFacts } from './facts/oracle-facts';
import { lobWithoutKey } from './lob-without-key';
import { logReaderChecks } from './log-reader';
import { longNames } from './long-names';
import { positionChecks } from './position';
import { privilegeChecks } from './privileges';
import { instanceQueries } from './queries/instance-queries';
import { tableQueries } from './queries/table-queries';
import { specialColumnChecks } from './special-columns';
import { specialTables } from './special-tables';
import { supplementalLoggingChecks } from './supplemental-logging';

const checks: readonly Check<CheckedSource>[] = [
  edition,
  ...archivedLogChecks,
  ...supplementalLoggingChecks,
  ...logReaderChecks,
  ...databaseSettingChecks,
  ...positionChecks,
  ...privilegeChecks,
  longNames,
  lobWithoutKey,
  ...changedRowChecks,
  ...specialColumnChecks,
  specialTables,
];

/** Checks of Oracle and RDS for Oracle: 22 queries in three rounds, for any number of tables. */
export const oracleChecks: EngineChecks = {
  engine: 'oracle',
  products: 'Oracle',
  catalogue: checks.map(({ definition }) => definition),
  next,
  facts: oracleFacts,
  evaluate: (request, facts, results) => evaluateChecks(checks, { request, facts, results }, request.mode),
};

/** The instance and the names, then the selected tables, then their longest LOBs. */
function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('version')) return instanceQueries(request);
  const tables = selectedNames(request, results);
  if (tables.length === 0) return [];
  if (!results.has('tables')) return tableQueries(tables);
  return results.has('lobs') ? [] : lobQuery(lobColumns(request, results));
}
