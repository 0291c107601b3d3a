import { matchesPattern } from '../../tables/table-pattern';
import type { TableShape } from '../../tables/table-shape';
import { quotedTable } from '../query/identifiers';
import type { QueryResults } from '../query/query';
import { rowsOf } from '../query/query-results';

interface Grant {
  /** Split at the commas outside of brackets: `SELECT`, `SELECT (`id`, `name`)`. */
  readonly privileges: readonly string[];
  /** `*.*`, `` `shop`.* ``, `` `shop`.`orders` ``. */
  readonly on: string;
}

/** The column's name holds the login, so the only column is read. Roles that are active show theirs, too. */
function grants(results: QueryResults): readonly Grant[] {
  return rowsOf(results, 'grants').flatMap((row) => {
    const text = String(Object.values(row)[0] ?? '');
    const found = /^GRANT (.+?) ON (.+) TO ['`"]/.exec(text);
    if (found === null) return [];
    const privileges = (found[1] ?? '').match(/[^,(]+(?:\((?:`(?:[^`]|``)*`|[^)`])*\))?/g) ?? [];
    return [{ privileges: privileges.map((one) => one.trim().toUpperCase()), on: found[2] ?? '' }];
  });
}

/** Those that hold everywhere. */
export function globalPrivileges(answers: QueryResults): ReadonlySet<string> {
  return new Set(grants(answers).flatMap(({ on, privileges }) => (on === '*.*' ? privileges : [])));
}

/**
 * Whether the login may read some columns of the table only. The dictionary hides the others, so that nothing but the grant tells.
 */
export function isLimitedToColumns(answers: QueryResults, table: TableShape): boolean {
  const whole = (privilege: string): boolean => privilege === 'SELECT' || privilege === 'ALL PRIVILEGES';
  const own = quotedTable(table);
  const ofTable = grants(answers).filter(({ on }) => on === own);
  const isLimited = ofTable.some(({ privileges }) => privileges.some((one) => one.startsWith('SELECT (')));
  const isWhole = grants(answers).some(
    ({ on, privileges }) =>
      privileges.some(whole) && (on === own || on === '*.*' || isOfSchema(on, table.schema)),
  );
  return isLimited && !isWhole;
}

/** `` `sh\_op%`.* ``: a pattern as LIKE has it. */
function isOfSchema(on: string, schema: string): boolean {
  const pattern = /^`((?:[^`]|``)*)`\.\*$/.exec(on)?.[1]?.replaceAll('``', '`');
  if (pattern === undefined) return false;
  return matchesPattern(pattern.replace(/\\([_%])/g, '[$1]'), schema);
}

/** MySQL's names, and MariaDB's: the first two are one privilege, from 10.5.2 on. Source: mariadb.com/kb/en/grant/#replication-client */
const names = {
  client: ['REPLICATION CLIENT', 'BINLOG MONITOR'],
  slave: ['REPLICATION SLAVE', 'REPLICATION REPLICA'],
} as const;

export function missingForChanges(results: QueryResults): readonly string[] {
  const held = globalPrivileges(results);
  if (held.has('ALL PRIVILEGES')) return [];
  return Object.values(names).flatMap((same) => (same.some((name) => held.has(name)) ? [] : [same[0]]));
}

/** `user@host` of CURRENT_USER() as GRANT takes it. */
export function quotedLogin(login: string): string {
  const at = login.lastIndexOf('@');
  const part = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return at < 0 ? part(login) : `${part(login.slice(0, at))}@${part(login.slice(at + 1))}`;
}
