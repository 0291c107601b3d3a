import { tableIdentity } from '../../tables/table-name';
import type { CheckedSource } from '../evaluation/check';
import { hasRows, type SourceFacts, type TableFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { configFix } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { type ListedName, selectedNames } from './facts/listed-names';

/** Input of the checks of SQL Server. */
export interface SqlServerSource extends CheckedSource {
  readonly server: SqlServer;
  readonly tables: readonly SqlServerTable[];
  /** Number of selected tables without a primary key. */
  readonly keylessTables: number;
}

/** Selected table with its place in the catalogue. */
export interface SqlServerTable {
  readonly name: ListedName;
  readonly facts: TableFacts;
}

/** Properties on which the capture method depends. */
export interface SqlServer {
  readonly edition: string;
  readonly isAzureSqlDatabase: boolean;
  readonly isRds: boolean;
  readonly isSysadmin: boolean;
  readonly hasDistributor: boolean;
  /** A mirrored, restored or secondary database, which its readers cannot prepare for capture. */
  readonly isReadOnly: boolean;
  readonly supportsMsCdc: boolean;
  readonly database: Row | undefined;
}

/** SERVERPROPERTY('EngineEdition') of Azure SQL Database. */
const azureSqlDatabase = 5;
/** MS-CDC in Standard Edition came with 2016 SP1. */
const standardSince = [13, 0, 4001] as const;

export function serverOf(results: QueryResults): SqlServer {
  const version = rowOf(results, 'version');
  const edition = textOf(version, 'edition') ?? '';
  const database = rowOf(results, 'database');
  return {
    edition,
    isAzureSqlDatabase: numberOf(version, 'engine_edition') === azureSqlDatabase,
    isRds: (numberOf(rowOf(results, 'managed'), 'rds') ?? 0) > 0,
    isSysadmin: isYes(rowOf(results, 'login'), 'sysadmin'),
    hasDistributor: rowsOf(results, 'distributor').length > 0,
    isReadOnly: isYes(database, 'is_read_only') || isYes(database, 'is_in_standby'),
    supportsMsCdc:
      /Enterprise|Developer|Evaluation/i.test(edition) ||
      (/Standard/i.test(edition) && isAtLeast(textOf(version, 'version') ?? '', standardSince)),
    database,
  };
}

export function sourceOf(request: CheckRequest, facts: SourceFacts, results: QueryResults): SqlServerSource {
  const byName = new Map(facts.tables.map((table) => [tableIdentity(table), table]));
  const tables = selectedNames(request, results)
    .filter(({ kind }) => kind === 'table')
    .flatMap((name) => {
      const found = byName.get(tableIdentity(name));
      return found === undefined ? [] : [{ name, facts: found }];
    });
  const keyless = facts.tables.filter((table) => hasRows(table) && table.primaryKey.length === 0);
  return { request, facts, results, server: serverOf(results), tables, keylessTables: keyless.length };
}

/** Skips a check when sys.databases does not show the database. */
export function withoutDatabase({ server, results }: SqlServerSource): string | undefined {
  if (server.database !== undefined) return undefined;
  return whyUnavailable(results, 'database') ?? 'sys.databases does not show the database';
}

export function loginOf(results: QueryResults): string {
  return textOf(rowOf(results, 'login'), 'login') ?? 'dms_user';
}

/** Fix where the source cannot give changes. */
export const loadDaily = configFix('mode: full-load   # with a schedule after the refresh of the source');

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, part] of wanted.entries()) {
    const own = parts[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
