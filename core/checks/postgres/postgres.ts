import { tableIdentity } from '../../tables/table-name';
import type { Check } from '../evaluation/check';
import type { EngineChecks } from '../evaluation/engine-checks';
import { evaluateChecks } from '../evaluation/evaluate-checks';
import type { Query, QueryResults } from '../query/query';
import { numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';
import { arrayWithoutKey } from './array-without-key';
import { changedKeys } from './changes/changed-keys';
import { decodingPlugin } from './changes/decoding-plugin';
import { largeValues } from './changes/large-values';
import { partitionedTables } from './changes/partitioned-tables';
import { replicaIdentity } from './changes/replica-identity';
import { unloggedTables } from './changes/unlogged-tables';
import { coalesceIndex } from './coalesce-index';
import { ddlCapture } from './ddl-capture';
import { lobQuery, measuredTables } from './facts/lob-lengths';
import { postgresFacts } from './facts/postgres-facts';
import { nameOf, selectedTables } from './facts/selected-tables';
import { generatedColumns } from './generated-columns';
import { openTransactions } from './open-transactions';
import { positionKept } from './position';
import { type PostgresSource, serverRow } from './postgres-source';
import { serverQueries } from './queries/server-queries';
import { tableQueries } from './queries/table-queries';
import { replicationPrivilege } from './replication-privilege';
import { replicationSlotChecks } from './replication-slots';
import { serverCapacityChecks } from './server-capacity';
import { standby } from './standby';
import { tablePrivilegeChecks } from './table-privileges';
import { encoding } from './texts/encoding';
import { textFormats } from './texts/text-formats';
import { timeoutChecks } from './timeouts';
import { unboundedVarchar } from './unbounded-varchar';
import { writeAheadLogChecks } from './write-ahead-log';

const checks: readonly Check<PostgresSource>[] = [
  ...writeAheadLogChecks,
  ...serverCapacityChecks,
  ...timeoutChecks,
  ...replicationSlotChecks,
  positionKept,
  openTransactions,
  standby,
  replicationPrivilege,
  ddlCapture,
  ...tablePrivilegeChecks,
  replicaIdentity,
  largeValues,
  changedKeys,
  partitionedTables,
  decodingPlugin,
  unloggedTables,
  encoding,
  textFormats,
  generatedColumns,
  arrayWithoutKey,
  unboundedVarchar,
  coalesceIndex,
];

/**
 * Checks of PostgreSQL, and of RDS and Aurora for PostgreSQL: at most ten queries in three rounds, for any
 * number of tables.
 */
export const postgresChecks: EngineChecks = {
  engine: 'postgres',
  products: 'PostgreSQL',
  catalogue: checks.map(({ definition }) => definition),
  next,
  facts: postgresFacts,
  evaluate(request, facts, results) {
    const tables = selectedTables(request, results);
    return evaluateChecks(checks, { request, facts, results, tables }, request.mode);
  },
};

/** The server and the tables, then their columns and keys, then the longest values. */
function next(request: CheckRequest, results: QueryResults): readonly Query[] {
  if (!results.has('server')) return serverQueries(request);
  const tables = selectedTables(request, results);
  if (!results.has('columns')) {
    // Without the server's version nothing more can be queried. Slots are queried even when no
    // table is selected.
    if (whyUnavailable(results, 'server') !== undefined) return [];
    const version = numberOf(serverRow(results), 'version_number') ?? 0;
    return tableQueries(
      tables.map(({ id }) => id),
      version,
      [
        ...tables.filter(({ kind, heirs }) => kind === 'table' && heirs.length > 0).map(({ id }) => id),
        ...inheritedParents(request, results),
      ],
    );
  }
  return results.has('lobs') ? [] : [lobQuery(measuredTables(tables))];
}

/** Ids of the parents that entries name, where they can have rows of their own. */
function inheritedParents({ partitions = [] }: CheckRequest, results: QueryResults): readonly string[] {
  const parents = new Set(partitions.map(({ parent }) => tableIdentity(parent)));
  return rowsOf(results, 'tables')
    .filter((row) => textOf(row, 'kind') === 'r' && parents.has(tableIdentity(nameOf(row))))
    .map((row) => textOf(row, 'id') ?? '');
}
