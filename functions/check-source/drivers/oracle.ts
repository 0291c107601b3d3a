import { existsSync } from 'node:fs';
import oracledb from 'oracledb';
import type { DatabaseLogin } from '../../../aws/secrets';
import type { Row, Value } from '../../../core/checks/query/query';
import type { SourceConnection } from '../../../core/planning/connection-plan';
import type { Connect, DriverSession } from '../source-database';

/** Where the layer of Oracle's client libraries lies; Lambda looks for libraries there. */
const clientLibrary = '/opt/lib/libclntsh.so';

export const connect: Connect = async (login, connection, terms) => {
  if (connection.thick) useClientLibraries();
  const { databaseName } = connection;
  const session = await open(login, connection, terms, 'SERVICE_NAME').catch((error: unknown) => {
    // A connection's `database` is a service or a SID; the listener tells which it does not know.
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

/** All of a process is Thin or Thick: where the libraries are, Thick it is from the first connection on. */
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

/** A connect descriptor is a language of its own, in which a parenthesis would say something else. */
function plainWord(text: string): string {
  if (/^[\p{L}\p{N}._$#:-]+$/u.test(text)) return text;
  throw new Error(`NJS-515: ${JSON.stringify(text)} cannot stand in a connect descriptor`);
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
    // A session that hangs takes no word any more, and node-oracledb has no other way to end one.
    abandon: () => void session.close().catch(() => undefined),
  };
}

/** NUMBER holds more digits than a number of JavaScript; a CLOB is wanted whole. */
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
