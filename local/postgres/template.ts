import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, isCached, type PostgresBinaries, renameUnlessThere } from './binaries';
import type { ServerUser } from './server-user';

const execute = promisify(execFile);

/** Superuser of every embedded server. It listens on 127.0.0.1 only, and its data is made up. */
export const superuser = { user: 'lakeferry', password: 'lakeferry-local' } as const;

/**
 * Fills the empty `dataFolder` with a new cluster, copied from one that initdb created once on this machine.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  user: ServerUser,
  dataFolder: string,
): Promise<void> {
  const uid = user.ids?.uid ?? userInfo().uid;
  const template = join(cacheFolder(), `lakeferry-postgres-${binaries.version}-cluster-${uid}`);
  if (!(await isCached(template, uid))) await makeTemplate(binaries, user, template);
  await chmod(dataFolder, 0o700);
  if (user.ids !== undefined) await chown(dataFolder, user.ids.uid, user.ids.gid);
  // As its user, so that the thousand files are the server's own; Node takes ten times as long for them.
  await execute('cp', ['-Rp', `${template}/.`, dataFolder], { ...user.ids, cwd: tmpdir() });
}

async function makeTemplate(binaries: PostgresBinaries, user: ServerUser, template: string): Promise<void> {
  const unfinished = await mkdtemp(`${template}-`);
  const passwordFile = `${unfinished}.password`;
  try {
    await writeFile(passwordFile, `${superuser.password}\n`, { mode: 0o600 });
    if (user.ids !== undefined) {
      await chown(unfinished, user.ids.uid, user.ids.gid);
      await chown(passwordFile, user.ids.uid, user.ids.gid);
    }
    await execute(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser.user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user.ids, cwd: tmpdir(), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
    );
    await renameUnlessThere(unfinished, template);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}
