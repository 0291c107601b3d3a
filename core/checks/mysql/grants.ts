import { rowsOf } from '../answers';
import type { Answers } from '../query';

/**
 * Privileges that hold everywhere, as SHOW GRANTS writes them: `GRANT SELECT, REPLICATION SLAVE ON *.* TO ...`. The column's name
 * holds the login, so the only column is read. Roles that are active show theirs, too.
 */
export function globalPrivileges(answers: Answers): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of rowsOf(answers, 'grants')) {
    const text = String(Object.values(row)[0] ?? '');
    const privileges = /^GRANT (.+) ON \*\.\* TO /.exec(text)?.[1];
    for (const privilege of privileges?.split(',') ?? []) found.add(privilege.trim().toUpperCase());
  }
  return found;
}

/** MySQL's names, and MariaDB's: the first two are one privilege, from 10.5.2 on. Source: mariadb.com/kb/en/grant/#replication-client */
const names = {
  client: ['REPLICATION CLIENT', 'BINLOG MONITOR'],
  slave: ['REPLICATION SLAVE', 'REPLICATION REPLICA'],
} as const;

export function missingForChanges(answers: Answers): readonly string[] {
  const held = globalPrivileges(answers);
  if (held.has('ALL PRIVILEGES')) return [];
  return Object.values(names).flatMap((same) => (same.some((name) => held.has(name)) ? [] : [same[0]]));
}

/** `user@host` of CURRENT_USER() as GRANT takes it. */
export function quotedLogin(login: string): string {
  const at = login.lastIndexOf('@');
  const part = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return at < 0 ? part(login) : `${part(login.slice(0, at))}@${part(login.slice(at + 1))}`;
}
