import { ConnectionPool, ISOLATION_LEVEL, TYPES } from 'mssql';
import type { Trust } from '../../../aws/database-trust';
import type { Row, Value } from '../../../core/checks/query/query';
import type { Connect, Driver, DriverSession } from '../source-database';

/**
 * SQL Server has no read-only sessions. The checks only SELECT, and the login should have no
 * further privileges.
 */
const connect: Connect = async (login, { databaseName }, { connectTimeoutSeconds, trust }) => {
  const pool = new ConnectionPool({
    server: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    connectionTimeout: connectTimeoutSeconds * 1000,
    pool: { min: 0, max: 1, acquireTimeoutMillis: connectTimeoutSeconds * 1000 },
    options: {
      appName: 'lakeferry check-source',
      encrypt: trust !== undefined,
      trustServerCertificate: trust?.rejectUnauthorized === false,
      useUTC: true,
      // A check must neither wait for writers of a table nor block them.
      connectionIsolationLevel: ISOLATION_LEVEL.READ_UNCOMMITTED,
      ...(trust === undefined ? {} : { cryptoCredentialsDetails: secureContext(trust) }),
    },
  });
  pool.on('error', () => undefined);
  try {
    await pool.connect();
  } catch (error) {
    void pool.close().catch(() => undefined);
    throw error;
  }
  return session(pool);
};

function secureContext({ ca }: Trust) {
  return ca === undefined ? {} : { ca };
}

function session(pool: ConnectionPool): DriverSession {
  return {
    async rows({ sql, binds, timeoutSeconds }) {
      const request = pool.request();
      Object.assign(request, { overrides: { requestTimeout: timeoutSeconds * 1000 } });
      binds.forEach((bind, index) => {
        const name = `p${index + 1}`;
        if (typeof bind === 'number')
          request.input(name, Number.isInteger(bind) ? TYPES.BigInt : TYPES.Float, bind);
        else request.input(name, TYPES.NVarChar, bind);
      });
      const { recordset } = await request.query<Record<string, unknown>>(sql);
      return recordset === undefined ? [] : recordset.map((row) => plainRow(row, recordset.columns));
    },
    close: () => pool.close(),
    abandon: () => void pool.close().catch(() => undefined),
  };
}

function plainRow(
  row: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, { readonly type: unknown }>>,
): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.toLowerCase(), plain(value, columns[name]?.type)]),
  );
}

const asText: ReadonlySet<unknown> = new Set([
  TYPES.BigInt,
  TYPES.Decimal,
  TYPES.Numeric,
  TYPES.Money,
  TYPES.SmallMoney,
]);

function plain(value: unknown, type: unknown): Value {
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return type === TYPES.Date ? value.toISOString().slice(0, 10) : value.toISOString();
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex').toUpperCase()}`;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return asText.has(type) ? String(value) : value;
  return String(value);
}

export const driver: Driver = {
  connect,
  timeoutCodes: ['ETIMEOUT'],
  lostConnection: /ESOCKET|ECONNCLOSED/,
};
