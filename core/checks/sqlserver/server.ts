import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../query/query-results';

/** What decides which way of capture there is (O7). */
export interface Server {
  readonly edition: string;
  /** SERVERPROPERTY('EngineEdition'): 5 is Azure SQL Database, 8 Managed Instance. */
  readonly engineEdition: number | undefined;
  readonly isRds: boolean;
  readonly isSysadmin: boolean;
  readonly hasDistributor: boolean;
  /** Readers of a mirrored, restored or secondary database cannot prepare it for capture. */
  readonly isReadOnly: boolean;
  readonly msCdcPossible: boolean;
  readonly database: Row | undefined;
}

/** MS-CDC in Standard Edition came with 2016 SP1, build 13.0.4001. */
const standardSince = [13, 0, 4001] as const;

export function serverOf(results: QueryResults): Server {
  const version = rowsOf(results, 'version')[0];
  const edition = textOf(version, 'edition') ?? '';
  const engineEdition = numberOf(version, 'engine_edition');
  const database = rowsOf(results, 'database')[0];
  return {
    edition,
    engineEdition,
    isRds: (numberOf(rowsOf(results, 'managed')[0], 'rds') ?? 0) > 0,
    isSysadmin: isYes(rowsOf(results, 'login')[0], 'sysadmin'),
    hasDistributor: rowsOf(results, 'distributor').length > 0,
    isReadOnly: isYes(database, 'is_read_only') || isYes(database, 'is_in_standby'),
    msCdcPossible:
      /Enterprise|Developer|Evaluation/i.test(edition) ||
      (/Standard/i.test(edition) && isAtLeast(textOf(version, 'version') ?? '', standardSince)),
    database,
  };
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, part] of wanted.entries()) {
    const own = parts[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

export type Way = 'MS-CDC' | 'MS-Replication' | 'a daily one-off';

/** The way that fits, and why. */
export function wayOfCapture(
  server: Server,
  tablesWithoutKey: number,
): { readonly way: Way; readonly because: string } {
  if (server.engineEdition === 5)
    return { way: 'a daily one-off', because: 'DMS follows no changes of Azure SQL Database' };
  if (server.isReadOnly)
    return {
      way: 'a daily one-off',
      because:
        'the database is read-only: a reporting copy that its owner refreshes; schedule the load after the refresh',
    };
  if (/Express|Web/i.test(server.edition))
    return { way: 'a daily one-off', because: `${server.edition} captures no changes` };
  if (server.isRds || (server.msCdcPossible && (tablesWithoutKey > 0 || !server.isSysadmin)))
    return server.msCdcPossible
      ? {
          way: 'MS-CDC',
          because: server.isRds
            ? 'RDS has no MS-Replication for DMS'
            : tablesWithoutKey > 0
              ? `${tablesWithoutKey} of the tables have no primary key, which MS-Replication needs`
              : 'the login is no sysadmin, which MS-Replication needs',
        }
      : {
          way: 'a daily one-off',
          because: `${server.edition} has no MS-CDC, and RDS no MS-Replication for DMS`,
        };
  if (tablesWithoutKey === 0 && server.isSysadmin)
    return {
      way: 'MS-Replication',
      because: server.hasDistributor
        ? 'every table has a primary key, the login is sysadmin, and a distributor is there'
        : 'every table has a primary key and the login is sysadmin; configure a distributor first',
    };
  return {
    way: 'a daily one-off',
    because: `${server.edition} has no MS-CDC before 2016 SP1, and MS-Replication needs ${
      tablesWithoutKey > 0 ? 'primary keys' : 'sysadmin'
    }`,
  };
}
