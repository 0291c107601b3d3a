import { Client, DatabaseError } from 'pg';
import { trustOf } from '../../aws/database-trust';
import type { DatabaseLogin } from '../../aws/secrets';
import { connectionProblem } from '../../core/checks/connection/connection-problem';
import { LoadRefused } from '../../core/loads/load-refused';
import type { LoadTarget } from '../../core/planning/load-plan';

export type OpenTarget = (login: DatabaseLogin, target: LoadTarget) => Promise<Client>;

const patienceMs = 10_000;

export const openTarget: OpenTarget = async (login, target) => {
  const { databaseName, sslMode } = target;
  const client = new Client({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    ssl: (await trustOf(sslMode, login.ca, amazon)) ?? false,
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    application_name: 'lakeferry load-csv',
  });
  // Without a listener, a connection that breaks between two queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // When Lambda kills the function, its session would keep the table's lock for hours without these.
    await client.query(
      'SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 15; SET tcp_keepalives_count = 4',
    );
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof DatabaseError && isPermanent(error))
      throw new LoadRefused('target-refused', [problemOf(error, login, target)], { cause: error });
    throw error;
  }
  return client;
};

/**
 * True when no retry can help: no such database, no right to connect, no line in pg_hba.conf. A wrong password may be one that
 * is being rotated.
 */
function isPermanent({ code = '', message }: DatabaseError): boolean {
  return ['3D000', '42501', '55000'].includes(code) || /pg_hba\.conf/.test(message);
}

function problemOf(
  { code = '', message }: DatabaseError,
  { host, port }: DatabaseLogin,
  { databaseName, secretName }: LoadTarget,
): string {
  return connectionProblem({ engine: 'postgres', host, port, databaseName, secretName, code, message }).text;
}

/** Version of the server, such as 160004. */
export async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT current_setting('server_version_num')::int AS number`,
  );
  return rows[0]?.number ?? 0;
}

/** Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export type DatabaseFault = 'data' | 'refused' | 'transient';

/**
 * Classifies an error. `data`: rows of the file do not fit. `refused`: the table, a constraint or a permission rejects them.
 * `transient`: the server is busy, full, restarting or unreachable.
 */
export function faultOf(error: unknown): DatabaseFault {
  if (!(error instanceof DatabaseError) || error.code === undefined) return 'transient';
  const { code } = error;
  if (code.startsWith('22') || code === '23502') return 'data';
  // Some types parse their texts like SQL: tsquery, jsonpath.
  if (code === '42601' && error.where?.startsWith('COPY ') === true) return 'data';
  // A check of a domain names the domain, a check of the table does not.
  if (code === '23514' && error.dataType !== undefined) return 'data';
  // A read-only server may be failing over.
  if (code === '25006') return 'transient';
  // 55000: for example a deferrable key, which upsert cannot use. Locks are 55P03 and 55006.
  return refusedClasses.has(code.slice(0, 2)) || code === '55000' ? 'refused' : 'transient';
}

const refusedClasses: ReadonlySet<string> = new Set(
  '0A 21 23 25 26 28 2B 38 39 3D 3F 42 44 54 P0'.split(' '),
);

/** Message of the server in one line. `linesBefore`: lines of the file that COPY did not read. */
export function messageOf(error: unknown, linesBefore = 0): string {
  if (!(error instanceof DatabaseError)) return error instanceof Error ? error.message : String(error);
  const line = /, line (\d+)/.exec(error.where ?? '')?.[1];
  const where = line === undefined ? '' : `line ${Number(line) + linesBefore}: `;
  return `${where}${error.message}${error.detail === undefined ? '' : `: ${error.detail}`} (${error.code})`;
}

async function amazon(): Promise<readonly string[]> {
  return (await import('./drivers/amazon-authorities')).amazonAuthorities;
}
