import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { everyoneMayEnter, exists, findBinaries } from './binaries';
import { freePort } from './free-port';
import { endLeftOver, removeLeftOver } from './left-over';
import { goneOf, untilReady } from './server-process';
import { findServerUser, type ServerUser } from './server-user';
import { createCluster, superuser } from './template';
import { watchServer } from './watchdog';

export interface PostgresServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  createDatabase(name: string): Promise<void>;
  /** Opens a connection that the caller must close. */
  connect(database: string): Promise<Client>;
  /** Closes all connections and removes the data, unless its folder was named. Safe to repeat. */
  stop(): Promise<void>;
  /** Stops the server and starts it again on its data, with the same flags. Connections are closed. */
  restart(): Promise<void>;
  /** Crashes the server. The data stays until `stop`. */
  kill(): Promise<void>;
}

const temporaryPrefix = 'lakeferry-postgres-data-';

// The data is made up, so nothing is synced. Logical decoding is on for change capture.
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  // Without syncing a commit costs one write. Change capture sees it at once instead of at the next wake-up
  // of the writer.
  synchronous_commit: 'on',
  full_page_writes: 'off',
  wal_level: 'logical',
  max_replication_slots: '20',
  max_wal_senders: '20',
  max_connections: '100',
  max_wal_size: '4GB',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts a PostgreSQL server on a free port, as root or as a plain user. `changed` overrides our settings; a
 * setting that is undefined is left to the server. Its data folder is a new temporary one, unless `kept`
 * names a folder that stays and that a later server continues on. A password other than the usual one is set
 * when the server is up; a folder that is kept must have been started with the same.
 */
export async function startPostgres(
  changed: Readonly<Record<string, string | undefined>> = {},
  kept?: string,
  password: string = superuser.password,
): Promise<PostgresServer> {
  const user = await findServerUser();
  const binaries = await findBinaries(user);
  if (kept === undefined) await removeLeftOver(temporaryPrefix);
  const dataFolder = kept ?? (await mkdtemp(join(tmpdir(), `${temporaryPrefix}${process.pid}-`)));
  try {
    if (kept !== undefined) await checkKept(kept, user);
    if (!(await exists(join(dataFolder, 'PG_VERSION')))) await createCluster(binaries, user, dataFolder);
    const port = await freePort();
    const flags = Object.entries({ ...settings, ...changed, port: String(port) }).flatMap(([key, value]) =>
      value === undefined ? [] : ['-c', `${key}=${value}`],
    );
    const launch = async (): Promise<ChildProcess> => {
      const child = spawn(binaries.postgres, ['-D', dataFolder, ...flags], {
        ...user.ids,
        cwd: dataFolder,
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', 'ignore', 'pipe'],
        // Not in our process group: Ctrl-C is meant for us, and we stop the server when our work is done.
        detached: true,
      });
      await untilReady(child);
      return child;
    };
    const unwatch = watchServer(dataFolder, kept !== undefined);
    const child = await launch();
    if (password !== superuser.password) await setPassword(port, password);
    const login = { user: superuser.user, password };
    return running(child, launch, { port, login, dataFolder, isKept: kept !== undefined }, unwatch);
  } catch (error) {
    if (kept === undefined) await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
}

async function setPassword(port: number, password: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, ...superuser, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`ALTER ROLE ${superuser.user} PASSWORD ${client.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

interface Place {
  readonly port: number;
  readonly login: Pick<PostgresServer, 'user' | 'password'>;
  readonly dataFolder: string;
  readonly isKept: boolean;
}

function running(
  first: ChildProcess,
  launch: () => Promise<ChildProcess>,
  { port, login, dataFolder, isKept }: Place,
  unwatch: () => void,
): PostgresServer {
  let child = first;
  let gone = goneOf(child);
  const lastResort = (): void => {
    child.kill('SIGQUIT');
    if (!isKept) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', lastResort);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
    process.removeListener('exit', lastResort);
  };
  const connect = async (database: string): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port, ...login, database });
    // Stopping the server fails a running query. The additional event would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    host: '127.0.0.1',
    port,
    ...login,
    connect,
    createDatabase: async (name) => {
      const client = await connect('postgres');
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await end(isKept ? 'SIGINT' : 'SIGQUIT');
      unwatch();
      if (isKept) return;
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
    restart: async () => {
      await end('SIGINT');
      child = await launch();
      gone = goneOf(child);
      process.once('exit', lastResort);
    },
    // SIGQUIT is PostgreSQL's "immediate" shutdown: every backend quits at once. SIGKILL would leave backends
    // running as orphans.
    kill: () => end('SIGQUIT'),
  };
}

/** Error for a named folder that the server cannot use. The message says what to name instead. */
export class UnusableFolder extends Error {
  override readonly name = 'UnusableFolder';
}

/** Prepares a named folder: stops a server that was left on it, and checks that its user can enter it. */
async function checkKept(folder: string, user: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await endLeftOver(folder);
  const above = dirname(folder);
  if (user.ids !== undefined && !(await everyoneMayEnter(above)))
    throw new UnusableFolder(
      `PostgreSQL does not run as root, and the account it runs as cannot enter ${above}; name a folder that every account can enter, such as one below /var/tmp`,
    );
}
