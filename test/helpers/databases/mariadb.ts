import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerUser, watchServer } from '@lakeferry/local-cloud/postgres';
import { type Connection, createConnection } from 'mysql2/promise';
import type { Row, Value } from '../../../core/checks/query/query';
import { until } from '../run/until';
import type { QueryDatabase } from './check-database';

const programs = {
  server: '/usr/sbin/mariadbd',
  install: '/usr/bin/mariadb-install-db',
  client: '/usr/bin/mariadb',
};

/** Debian's package: apt-get install mariadb-server. */
export const hasMariaDb = Object.values(programs).every((path) => existsSync(path));
if (!hasMariaDb)
  console.warn('SKIPPED: no MariaDB on this machine; `apt-get install mariadb-server` lets these tests run');

export interface MariaDb {
  readonly port: number;
  /** As the superuser unless said; the caller ends it. */
  connect(login?: { readonly user: string; readonly password: string }): Promise<Connection>;
  /** Runs a text that people paste into the command-line client, which knows DELIMITER. */
  script(database: string, text: string): void;
}

/** A MariaDB of the test file's own in a temporary folder, with these options of mariadbd. */
export function useMariaDb(options: readonly string[] = []): () => MariaDb {
  let server:
    | (MariaDb & { readonly child: ChildProcess; readonly folder: string; unwatch(): void })
    | undefined;
  beforeAll(async () => {
    server = await start(options);
  });
  afterAll(async () => {
    if (server === undefined) return;
    const { child, folder } = server;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    server.unwatch();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => {
    if (server === undefined) throw new Error('MariaDB did not start: see the error of beforeAll');
    return server;
  };
}

async function start(options: readonly string[]) {
  const { ids } = await findServerUser();
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-mariadb-'));
  if (ids !== undefined) chownSync(folder, ids.uid, ids.gid);
  const [data, socket, port] = [join(folder, 'data'), join(folder, 'socket'), await freePort()];
  const common = ['--no-defaults', `--datadir=${data}`, `--tmpdir=${folder}`];
  execFileSync(programs.install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    ...ids,
    stdio: 'pipe',
  });
  const flags = [
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--socket=${socket}`,
    `--pid-file=${folder}/pid`,
  ];
  const quick = [
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=32M',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
  ];
  const unwatch = watchServer(folder, false, join(folder, 'pid'));
  const child = spawn(programs.server, [...common, ...flags, ...quick, ...options], {
    ...ids,
    stdio: 'ignore',
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const connect: MariaDb['connect'] = (login = { user: 'root', password: '' }) =>
    createConnection({ host: '127.0.0.1', port, ...login });
  let refusal = '';
  const answers = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`MariaDB ended with code ${child.exitCode}`);
    try {
      await (await connect()).end();
      return true;
    } catch (error) {
      refusal = String(error);
      return false;
    }
  };
  await until(() => `MariaDB answers; it said ${refusal}`, answers);
  const script: MariaDb['script'] = (database, text) => {
    const login = ['--no-defaults', '--host=127.0.0.1', `--port=${port}`, '--user=root', database];
    execFileSync(programs.client, login, { input: text, stdio: 'pipe' });
  };
  return { port, connect, script, child, folder, unwatch };
}

/** MariaDB behind the port. */
export function queryMariaDb(connection: Connection): QueryDatabase {
  return async ({ sql, binds }) => {
    try {
      await connection.query('SET SESSION TRANSACTION READ ONLY');
      const [rows] =
        binds.length === 0 ? await connection.query(sql) : await connection.execute(sql, [...binds]);
      return { rows: Array.isArray(rows) ? rows.map(plainRow) : [], milliseconds: 1 };
    } catch (error) {
      const code = error instanceof Error && 'errno' in error ? String(error.errno) : 'unknown';
      return { error: { code, message: String(error) }, milliseconds: 1 };
    } finally {
      await connection.query('SET SESSION TRANSACTION READ WRITE');
    }
  };
}

function plainRow(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Value] => [
      name.toLowerCase(),
      value === null || typeof value === 'number' ? value : String(value),
    ]),
  );
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address === null || typeof address === 'string'
          ? reject(new Error('no port'))
          : resolve(address.port),
      );
    });
  });
}
