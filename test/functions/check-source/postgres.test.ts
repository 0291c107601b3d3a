import { readFileSync, writeFileSync } from 'node:fs';
import type { Secrets } from '../../../aws/secrets';
import type { SourceConnection } from '../../../core/planning/connection-plan';
import { openConnection, openSource } from '../../../functions/check-source/open-source';
import type { SourceDatabase } from '../../../functions/check-source/source-database';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { startRelay } from '../../helpers/runs/listeners';

const server = usePostgres();
const source: SourceConnection = {
  name: 'pg',
  engine: 'postgres',
  secretName: 'lakeferry/pg',
  databaseName: 'postgres',
  sslMode: 'none',
};
const patience = { connectTimeoutSeconds: 3 };
let open: SourceDatabase | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

const loginOf = (port = server().port) => {
  const { host, user, password } = server();
  return { username: user, password, host, port };
};
async function opened(over: Partial<SourceConnection> = {}, port?: number): Promise<SourceDatabase> {
  open = await openSource('postgres', loginOf(port), { ...source, ...over }, patience);
  return open;
}
const request = (
  database: SourceDatabase,
  sql: string,
  binds: readonly (string | number | null)[] = [],
  timeoutSeconds = 5,
) => database.query({ id: 'q', sql, binds, timeoutSeconds });

test('values are plain: wide numbers and decimals as text, times as ISO 8601 in UTC, names in lower case', async () => {
  const result = await request(
    await opened(),
    `SELECT 1::int2 AS "Small", 9007199254740993::int8 AS big, 1.10::numeric AS dec, true AS yes, NULL AS nothing,
       'x'::name AS name, '2026-03-01 12:00:00.5+02'::timestamptz AS at, '2026-03-01 12:00'::timestamp AS wall,
       '2026-03-01'::date AS day, 1.5::float8 AS double, '{"a":1}'::jsonb AS json, ARRAY['a','b'] AS list`,
  );
  expect(result).toMatchObject({
    rows: [
      {
        small: 1,
        big: '9007199254740993',
        dec: '1.10',
        yes: true,
        nothing: null,
        name: 'x',
        at: '2026-03-01T10:00:00.500Z',
        wall: '2026-03-01T12:00:00',
        day: '2026-03-01',
        double: 1.5,
        json: '{"a": 1}',
        list: '{a,b}',
      },
    ],
  });
});

test('a bound value stays a value, whatever it contains', async () => {
  const name = `x"; DROP TABLE t; --'`;
  expect(
    await request(await opened(), 'SELECT $1::text AS said, $2::int AS number, $3::text AS none', [
      name,
      7,
      null,
    ]),
  ).toMatchObject({
    rows: [{ said: name, number: 7, none: null }],
  });
});

test('the session writes nothing', async () => {
  expect(await request(await opened(), 'CREATE TABLE written (n int)')).toMatchObject({
    error: { code: '25006' },
  });
});

test('an error is returned with the code of the engine, and the next query works', async () => {
  const database = await opened();
  expect(await request(database, 'SELECT * FROM nowhere')).toMatchObject({ error: { code: '42P01' } });
  expect(await request(database, 'SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
});

test('the server ends a query that takes too long, and the next query works', async () => {
  const database = await opened();
  const slow = await request(database, 'SELECT pg_sleep(30)', [], 1);
  expect(slow).toMatchObject({ error: { code: 'timeout' } });
  expect(slow.milliseconds).toBeLessThan(30_000);
  expect(await request(database, 'SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
});

test('a server that hangs is abandoned, and no further query is sent', async () => {
  const relay = await startRelay(server());
  const database = await opened({}, relay.port);
  expect(await request(database, 'SELECT 1 AS one', [], 1)).toMatchObject({ rows: [{ one: 1 }] });
  relay.freeze();
  const hung = await request(database, 'SELECT 2 AS two', [], 1);
  expect(hung).toMatchObject({ error: { code: 'timeout' } });
  expect(await request(database, 'SELECT 3')).toMatchObject({
    error: { code: 'connection-lost' },
    milliseconds: 0,
  });
  await database.close();
  await relay.stop();
});

test('a connection that is lost between two queries is reported, and the process continues', async () => {
  const relay = await startRelay(server());
  const database = await opened({}, relay.port);
  relay.cut();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const results = [await request(database, 'SELECT 1'), await request(database, 'SELECT 1')];
  expect(results[0]).toMatchObject({ error: {} });
  expect(results[1]).toMatchObject({ error: { code: 'connection-lost' } });
  await database.close();
  await relay.stop();
});

test('missing TLS is an error, never a connection in plain text', async () => {
  for (const sslMode of ['require', 'verify-ca', 'verify-full'] as const)
    await expect(opened({ sslMode })).rejects.toThrow(
      /does not support SSL.*: enable TLS on the server, or set ssl: none/,
    );
});

test('the error of a missing database names the setting to correct', async () => {
  await expect(opened({ databaseName: 'nowhere' })).rejects.toThrow(
    /3D000: .*there is no database nowhere; correct database/,
  );
});

describe('the server’s own errors', () => {
  let hba = '';
  beforeAll(() =>
    withClient(server(), 'postgres', async (client) => {
      await client.query(`CREATE ROLE plain LOGIN PASSWORD 'secret word'; CREATE ROLE barred PASSWORD 'secret word';
        CREATE ROLE crowded LOGIN PASSWORD 'secret word' CONNECTION LIMIT 0`);
      await client.query('CREATE DATABASE asleep');
      await client.query('CREATE DATABASE hidden');
      await client.query('ALTER DATABASE asleep ALLOW_CONNECTIONS false');
      await client.query('REVOKE CONNECT ON DATABASE hidden FROM PUBLIC');
      const { rows } = await client.query<{ hba_file: string }>('SHOW hba_file');
      hba = rows[0]?.hba_file ?? '';
    }),
  );
  const rules = (text: string) =>
    withClient(server(), 'postgres', async (client) => {
      writeFileSync(hba, text);
      await client.query('SELECT pg_reload_conf()');
      // The postmaster reads the file after it has answered.
      await client.query('SELECT pg_sleep(0.2)');
    });
  const attempt = async (username: string, databaseName = 'postgres') => {
    const login = { ...loginOf(), username, password: 'secret word' };
    const error = await openSource('postgres', login, { ...source, databaseName }, patience).catch(
      (thrown: unknown) => thrown,
    );
    return String(error);
  };

  test.each([
    ['plain', 'nowhere', /3D000: .*there is no database nowhere/],
    ['plain', 'hidden', /42501: .*GRANT CONNECT ON DATABASE hidden TO the login/],
    ['plain', 'asleep', /55000: .*ALTER DATABASE asleep ALLOW_CONNECTIONS true/],
    ['crowded', 'postgres', /53300: .*CONNECTION LIMIT with a higher number/],
    ['barred', 'postgres', /28000: .*run ALTER ROLE ... LOGIN/],
    ['nobody', 'postgres', /28P01: .*correct username and password/],
  ])('%s to database %s', async (username, databaseName, todo) => {
    expect(await attempt(username, databaseName)).toMatch(todo);
  });

  test('without a line in pg_hba.conf, TLS or a line is missing, and not the password', async () => {
    const before = readFileSync(hba, 'utf8');
    try {
      await rules(`local all all trust\nhost all ${server().user} all scram-sha-256\n`);
      const missing = await attempt('plain');
      expect(missing).toMatch(/28000: no pg_hba\.conf entry.*no encryption: .*set ssl: require.*add a line/);
      await rules(`hostnossl all plain all reject\n${before}`);
      const rejected = await attempt('plain');
      expect(rejected).toMatch(/28000: pg_hba\.conf rejects.*no encryption: .*set ssl: require/);
      for (const text of [missing, rejected]) expect(text).not.toMatch(/username and password/);
    } finally {
      await rules(before);
    }
  });
});

describe('a rejected login', () => {
  const secretsOf = (...passwords: string[]) => {
    let reads = 0;
    const secrets: Secrets = {
      databaseLogin: async () => {
        const password = passwords[Math.min(reads, passwords.length - 1)] ?? '';
        reads += 1;
        return { ...loginOf(), username: 'rotated', password };
      },
    };
    return { secrets, reads: () => reads };
  };

  beforeAll(() =>
    withClient(server(), 'postgres', async (client) => {
      await client.query("CREATE ROLE rotated LOGIN PASSWORD 'the-new-password'");
    }),
  );

  test('is tried again when the secret was rotated in between', async () => {
    const { secrets, reads } = secretsOf('the-old-password', 'the-new-password');
    const { database, connectMilliseconds } = await openConnection(secrets, source, patience);
    open = database;
    expect(reads()).toBe(2);
    expect(connectMilliseconds).toBeGreaterThan(0);
    expect(await request(database, 'SELECT current_user::text AS name')).toMatchObject({
      rows: [{ name: 'rotated' }],
    });
  });

  test('is not tried again with the same password, and its error contains neither user nor password', async () => {
    const { secrets, reads } = secretsOf('the-old-password');
    const error = await openConnection(secrets, source, patience).catch((thrown: unknown) => thrown);
    expect(reads()).toBe(2);
    expect(String(error)).toMatch(
      /28P01: .*<user>.*: correct username and password in the secret lakeferry\/pg/,
    );
    expect(String(error)).not.toMatch(/rotated|the-old-password/);
  });
});
