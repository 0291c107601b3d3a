import { Client, types } from 'pg';
import type { Value } from '../../../core/checks/query/query';
import type { Connect, Driver, DriverSession } from '../source-database';

const connect: Connect = async (login, { databaseName }, { connectTimeoutSeconds, trust }) => {
  const client = new Client({
    host: login.host,
    port: login.port,
    user: login.username,
    password: login.password,
    database: databaseName,
    ssl: trust ?? false,
    connectionTimeoutMillis: connectTimeoutSeconds * 1000,
    application_name: 'lakeferry check-source',
    types: { getTypeParser: (oid: number) => plainValues.get(oid) ?? asText },
  });
  // Without a listener, a connection that is lost between two queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      `SET default_transaction_read_only = on; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET lock_timeout = '5s'`,
    );
  } catch (error) {
    hangUp(client);
    throw error;
  }
  return session(client);
};

function session(client: Client): DriverSession {
  let limit: number | undefined;
  return {
    async rows({ sql, binds, timeoutSeconds }) {
      if (limit !== timeoutSeconds) await client.query(`SET statement_timeout = ${timeoutSeconds * 1000}`);
      limit = timeoutSeconds;
      const { rows } = await client.query<Record<string, Value>>(sql, [...binds]);
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value])),
      );
    },
    close: () => client.end(),
    abandon: () => hangUp(client),
  };
}

function hangUp(client: Client): void {
  // pg waits for the server when it closes a connection, and a server that hangs does not respond.
  const { connection } = client as unknown as { connection?: { stream?: { destroy?: () => void } } };
  connection?.stream?.destroy?.();
}

const asText = (text: string): string => text;

/** Parsers by type. Other types, such as int8, numeric and times without a zone, stay text. */
const plainValues: ReadonlyMap<number, (text: string) => Value> = new Map<number, (text: string) => Value>([
  [types.builtins.BOOL, (text) => text === 't'],
  [types.builtins.INT2, Number],
  [types.builtins.INT4, Number],
  [types.builtins.OID, Number],
  [types.builtins.FLOAT4, Number],
  [types.builtins.FLOAT8, Number],
  [types.builtins.TIMESTAMP, (text) => text.replace(' ', 'T')],
  [types.builtins.TIMESTAMPTZ, utc],
]);

function utc(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

export const driver: Driver = {
  connect,
  // query_canceled
  timeoutCodes: ['57014'],
  lostConnection: /57P01|Connection terminated|not queryable/,
};
