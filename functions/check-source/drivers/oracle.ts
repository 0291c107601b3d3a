import { existsSync } from 'node:fs';
import oracledb from 'oracledb';
import type { DatabaseLogin } from '../../../aws/secrets';
import type { Row, Value } from '../../../core/checks/query/query';
import type { SourceConnection } from '../../../core/planning/connection-plan';
import type { Connect, Driver, DriverSession } from '../source-database';

/** Path of the layer with Oracle's client libraries, which Lambda searches for libraries. */
const clientLibrary = '/opt/lib/libclntsh.so';

const connect: Connect = async (login, connection, terms) => {
  if (connection.thick) useClientLibraries();
  const { databaseName } = connection;
  const session = await open(login, connection, terms, 'SERVICE_NAME').catch((error: unknown) => {
    // `database` of a connection is a service or a SID. The listener reports when it does not know
    // the service.
    if (!/NJS-518|ORA-12514/.test(String(error)) || databaseName.includes('.')) throw error;
    return open(login, connection, terms, 'SID');
  });
  try {
    await session.execute("ALTER SESSION SET TIME_ZONE = '+00:00'");
    await session.execute('SET TRANSACTION READ ONLY');
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
  return wrapped(session);
};

/** The mode belongs to the process: with the libraries it is Thick from the first connection on. */
function useClientLibraries(): void {
  if (!oracledb.thin) return;
  oracledb.initOracleClient();
}

async function open(
  login: DatabaseLogin,
  { databaseName }: SourceConnection,
  { connectTimeoutSeconds, trust }: Parameters<Connect>[2],
  kind: 'SERVICE_NAME' | 'SID',
): Promise<oracledb.Connection> {
  if (oracledb.thin && existsSync(clientLibrary)) oracledb.initOracleClient();
  const protocol = trust === undefined ? 'tcp' : 'tcps';
  const seconds = Math.max(1, Math.ceil(connectTimeoutSeconds));
  const security =
    trust === undefined
      ? ''
      : `(SECURITY=(SSL_SERVER_DN_MATCH=${trust.rejectUnauthorized && trust.checkServerIdentity === undefined ? 'yes' : 'no'}))`;
  return await oracledb.getConnection({
    user: login.username,
    password: login.password,
    connectString:
      `(DESCRIPTION=(CONNECT_TIMEOUT=${seconds})(TRANSPORT_CONNECT_TIMEOUT=${seconds})(RETRY_COUNT=0)` +
      `(ADDRESS=(PROTOCOL=${protocol})(HOST=${plainWord(login.host)})(PORT=${login.port}))` +
      `(CONNECT_DATA=(${kind}=${plainWord(databaseName)}))${security})`,
    ...(trust?.ca === undefined ? {} : { walletContent: trust.ca.join('\n') }),
  });
}

/** Rejects text with special characters of a connect descriptor, such as a parenthesis. */
function plainWord(text: string): string {
  if (/^[\p{L}\p{N}._$#:-]+$/u.test(text)) return text;
  throw new Error(`NJS-515: ${JSON.stringify(text)} is not allowed in a connect descriptor`);
}

function wrapped(session: oracledb.Connection): DriverSession {
  return {
    async rows({ sql, binds, timeoutSeconds }) {
      session.callTimeout = timeoutSeconds * 1000;
      const { rows, metaData } = await session.execute<Record<string, unknown>>(sql, [...binds], {
        outFormat: oracledb.OUT_FORMAT_OBJECT,
        fetchTypeHandler,
        maxRows: 0,
        fetchArraySize: 1000,
      });
      return (rows ?? []).map((row) => plainRow(row, metaData ?? []));
    },
    close: () => session.close(),
    // A session that hangs does not respond, and node-oracledb has no other way to end it.
    abandon: () => void session.close().catch(() => undefined),
  };
}

/** NUMBER holds more digits than a number of JavaScript, and a CLOB is read completely. */
const fetchTypeHandler = ({
  dbType,
}: {
  readonly dbType?: unknown;
}): oracledb.FetchTypeResponse | undefined => {
  if (
    dbType === oracledb.DB_TYPE_NUMBER ||
    dbType === oracledb.DB_TYPE_CLOB ||
    dbType === oracledb.DB_TYPE_NCLOB
  )
    return { type: oracledb.STRING };
  return undefined;
};

function plainRow(
  row: Readonly<Record<string, unknown>>,
  columns: readonly { readonly name: string }[],
): Row {
  return Object.fromEntries(columns.map(({ name }) => [name.toLowerCase(), plain(row[name])]));
}

function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('hex').toUpperCase();
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

export const driver: Driver = {
  connect,
  timeoutCodes: ['NJS-123', 'ORA-03136', 'DPI-1067'],
  lostConnection: /NJS-50[01]|NJS-521|NJS-003|DPI-1080/,
};
