import { Client, DatabaseError } from 'pg';
import type { DatabaseLogin } from '../../aws/secrets';
import type { LoadTarget } from '../../core/planning/load-plan';

export type OpenTarget = (login: DatabaseLogin, target: LoadTarget) => Promise<Client>;

const patienceMs = 10_000;

export const openTarget: OpenTarget = async (login, { databaseName, sslMode }) => {
  const client = new Client({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    ssl: sslMode === 'none' ? false : { rejectUnauthorized: sslMode !== 'require' },
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    application_name: 'lakeferry load-csv',
  });
  // A connection that dies while no query runs must not take the process with it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export type DatabaseFault = 'data' | 'refused' | 'passing';

/**
 * `data`: the file's rows do not fit; `refused`: the table, a constraint or a permission is against it; `passing`: the server is busy,
 * full, restarting or gone.
 */
export function faultOf(error: unknown): DatabaseFault {
  if (!(error instanceof DatabaseError) || error.code === undefined) return 'passing';
  const kind = error.code.slice(0, 2);
  if (kind === '22' || error.code === '23502') return 'data';
  if (['23', '25', '26', '2B', '28', '3D', '3F', '42', '44', '0A', 'P0'].includes(kind)) return 'refused';
  return 'passing';
}

/** What the server said, in one line. `linesBefore` are those that COPY did not see. */
export function saidBy(error: unknown, linesBefore = 0): string {
  if (!(error instanceof DatabaseError)) return error instanceof Error ? error.message : String(error);
  const line = /, line (\d+)/.exec(error.where ?? '')?.[1];
  const where = line === undefined ? '' : `line ${Number(line) + linesBefore}: `;
  return `${where}${error.message}${error.detail === undefined ? '' : `: ${error.detail}`} (${error.code})`;
}
