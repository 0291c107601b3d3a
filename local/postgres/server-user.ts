import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

/**
 * Account that a server runs as. `ids` only when it is not the current account: PostgreSQL refuses to run as
 * root.
 */
export interface ServerUser {
  readonly ids?: { readonly uid: number; readonly gid: number };
}

/**
 * For root, the account `postgres` or else `nobody`, so that no account needs to be created. Everybody else
 * runs the server themselves.
 */
export async function findServerUser(): Promise<ServerUser> {
  if (userInfo().uid !== 0) return {};
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { ids: { uid: Number(uid), gid: Number(gid) } };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody" to run it as; run as a plain user, or add one: useradd postgres',
  );
}
