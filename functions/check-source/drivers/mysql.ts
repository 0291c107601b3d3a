import { type Connection, createConnection, type FieldPacket, Types } from 'mysql2/promise';
import type { Row, Value } from '../../../core/checks/query/query';
import type { Connect, Driver, DriverSession } from '../source-database';

const connect: Connect = async (login, { databaseName }, { connectTimeoutSeconds, trust }) => {
  const connection = await createConnection({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    ...(trust === undefined
      ? {}
      : {
          ssl: {
            rejectUnauthorized: trust.rejectUnauthorized,
            ...(trust.ca === undefined ? {} : { ca: trust.ca }),
            verifyIdentity: trust.rejectUnauthorized && trust.checkServerIdentity === undefined,
          },
        }),
    connectTimeout: connectTimeoutSeconds * 1000,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    multipleStatements: false,
    // The server can request a file of this machine.
    infileStreamFactory: () => {
      throw new Error('LOAD DATA LOCAL is not allowed');
    },
  });
  // Without a listener, a connection that is lost between two queries would end the process.
  connection.on('error', () => undefined);
  try {
    await connection.query('SET SESSION TRANSACTION READ ONLY');
    await connection.query("SET SESSION time_zone = '+00:00', lock_wait_timeout = 5");
    const [found] = await connection.query('SELECT VERSION() AS version');
    const isMariaDb = JSON.stringify(found).includes('MariaDB');
    return session(connection, isMariaDb);
  } catch (error) {
    connection.destroy();
    throw error;
  }
};

function session(connection: Connection, isMariaDb: boolean): DriverSession {
  let limit: number | undefined;
  return {
    async rows({ sql, binds, timeoutSeconds }) {
      if (limit !== timeoutSeconds)
        // MariaDB counts seconds, MySQL milliseconds. MySQL before 5.7.8 has no such variable, so
        // only our own limit applies.
        await connection
          .query(
            isMariaDb
              ? `SET SESSION max_statement_time = ${timeoutSeconds}`
              : `SET SESSION max_execution_time = ${timeoutSeconds * 1000}`,
          )
          .catch(() => undefined);
      limit = timeoutSeconds;
      // Not every SHOW can be prepared, so only statements with values are.
      const [rows, fields] =
        binds.length === 0 ? await connection.query(sql) : await connection.execute(sql, [...binds]);
      return Array.isArray(rows) ? rows.map((row) => plainRow(row, fields)) : [];
    },
    close: () => connection.end(),
    abandon: () => connection.destroy(),
  };
}

function plainRow(row: unknown, fields: readonly FieldPacket[]): Row {
  const values = new Map(typeof row === 'object' && row !== null ? Object.entries(row) : []);
  return Object.fromEntries(
    fields.map(({ name, columnType }) => [name.toLowerCase(), plain(values.get(name), columnType)]),
  );
}

function plain(value: unknown, type: number | undefined): Value {
  if (value === null || value === undefined) return null;
  // Views of the dictionary return text in binary columns.
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = String(value);
  if (type === Types.TIMESTAMP) return `${text.replace(' ', 'T')}Z`;
  return type === Types.DATETIME ? text.replace(' ', 'T') : text;
}

export const driver: Driver = {
  connect,
  // Codes of MySQL and of MariaDB.
  timeoutCodes: ['3024', '1969', 'ER_QUERY_TIMEOUT', 'ER_STATEMENT_TIMEOUT'],
  lostConnection: /PROTOCOL_CONNECTION_LOST|closed state/,
};
