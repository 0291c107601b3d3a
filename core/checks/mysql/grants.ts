import { matchesPattern } from '../../tables/table-pattern';
import type { TableShape } from '../../tables/table-shape';
import { quotedTable } from '../query/identifiers';
import type { QueryResults } from '../query/query';
import { rowsOf } from '../query/query-results';

interface Grant {
  /** Privileges of one statement, such as `SELECT` or `SELECT (`id`, `name`)`. */
  readonly privileges: readonly string[];
  /** Object of the grant: `*.*`, `` `shop`.* ``, `` `shop`.`orders` ``. */
  readonly on: string;
}

/**
 * SHOW GRANTS returns one column, whose name contains the login. Grants of active roles are
 * included.
 */
function grantsOf(results: QueryResults): readonly Grant[] {
  return rowsOf(results, 'grants').flatMap((row) => {
    const text = String(Object.values(row)[0] ?? '');
    const [, list, on] = /^GRANT (.+?) ON (.+) TO ['`"]/.exec(text) ?? [];
    if (list === undefined || on === undefined) return [];
    // Commas inside of parentheses separate columns.
    const privileges = list.match(/[^,(]+(?:\((?:`(?:[^`]|``)*`|[^)`])*\))?/g) ?? [];
    return [{ privileges: privileges.map((one) => one.trim().toUpperCase()), on }];
  });
}

/**
 * Returns true if the login can read only some columns of the table. The dictionary hides the
 * others, so only the grant shows it.
 */
export function isLimitedToColumns(results: QueryResults, table: TableShape): boolean {
  const grants = grantsOf(results);
  const own = quotedTable(table);
  const isLimited = grants
    .filter(({ on }) => on === own)
    .some(({ privileges }) => privileges.some((one) => one.startsWith('SELECT (')));
  const isWhole = grants
    .filter(({ on }) => on === own || on === '*.*' || isOfSchema(on, table.schema))
    .some(({ privileges }) => privileges.some((one) => one === 'SELECT' || one === 'ALL PRIVILEGES'));
  return isLimited && !isWhole;
}

/** Returns true if the login sees the triggers of the table. */
export function seesTriggers(results: QueryResults, table: TableShape): boolean {
  const own = quotedTable(table);
  return grantsOf(results)
    .filter(({ on }) => on === own || on === '*.*' || isOfSchema(on, table.schema))
    .some(({ privileges }) => privileges.some((one) => one === 'TRIGGER' || one === 'ALL PRIVILEGES'));
}

/** Matches `` `sh\_op%`.* ``, whose schema is a pattern for LIKE. */
function isOfSchema(on: string, schema: string): boolean {
  const pattern = /^`((?:[^`]|``)*)`\.\*$/.exec(on)?.[1]?.replaceAll('``', '`');
  if (pattern === undefined) return false;
  return matchesPattern(pattern.replace(/\\([_%])/g, '[$1]'), schema);
}

/**
 * Names of MySQL, and of MariaDB from 10.5.2 on. Source:
 * mariadb.com/kb/en/grant/#replication-client
 */
const replicationPrivileges = [
  ['REPLICATION CLIENT', 'BINLOG MONITOR'],
  ['REPLICATION SLAVE', 'REPLICATION REPLICA'],
] as const;

/** Returns the global privileges that the login lacks for reading changes. */
export function missingForChanges(results: QueryResults): readonly string[] {
  const held = new Set(grantsOf(results).flatMap(({ on, privileges }) => (on === '*.*' ? privileges : [])));
  if (held.has('ALL PRIVILEGES')) return [];
  return replicationPrivileges.flatMap((names) => (names.some((name) => held.has(name)) ? [] : [names[0]]));
}

/** Quotes `user@host` of CURRENT_USER() for GRANT. */
export function quotedLogin(login: string): string {
  const at = login.lastIndexOf('@');
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return at < 0 ? quoted(login) : `${quoted(login.slice(0, at))}@${quoted(login.slice(at + 1))}`;
}
