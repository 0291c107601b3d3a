import type { Client } from 'pg';
import type { LoadResult } from '../../../core/loads/load-result';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadFile } from '../../../functions/load-csv/load-file';
import { openTarget } from '../../../functions/load-csv/target-database';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { MemoryInbox, sampleLoad } from '../../helpers/runs/load-plan';
import { patience } from '../../helpers/run/machine-speed';

const server = usePostgres();
const good = 'sku,price,since\na,1.50,2026-01-01\nb,NULL,2026-01-02\n';
const replace = sampleLoad({ mode: 'replace', createTable: false });
let inbox: MemoryInbox;
const database = 'hard';

beforeEach(async () => {
  await emptyDatabase(server(), database);
  inbox = new MemoryInbox();
});

function load(plan: LoadPlan, content: string, key = 'new.csv'): Promise<LoadResult> {
  const file = inbox.drop(key, content);
  return withClient(server(), database, (client) =>
    loadFile({
      client,
      inbox,
      plan,
      file,
      run: `run-${file.version}`,
      signal: new AbortController().signal,
      patienceMs: 20_000,
    }),
  );
}

const query = (sql: string): Promise<unknown[]> =>
  withClient(
    server(),
    database,
    async (client: Client) => (await client.query({ text: sql, rowMode: 'array' })).rows,
  );

/** A bad row causes a read of the file record by record. */
const ways = [
  ['quickly', good, 0],
  ['carefully', `${good}c,dear,2026-01-01\n`, 1],
] as const;

describe('a table that others refer to', () => {
  test.each(ways)('is replaced %s where its keys come back', async (_how, content, rejectUpTo) => {
    await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
    await query('CREATE TABLE orders (sku text REFERENCES prices)');
    await query("INSERT INTO prices VALUES ('a', 9), ('old', 9)");
    await query("INSERT INTO orders VALUES ('a')");
    expect(await load({ ...replace, rejectUpTo }, content)).toMatchObject({ kind: 'loaded', rows: 2 });
    expect(await query('SELECT sku, price FROM prices ORDER BY sku')).toEqual([
      ['a', '1.50'],
      ['b', null],
    ]);
  });

  test('is unchanged when a row that is referred to does not come back', async () => {
    await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
    await query('CREATE TABLE orders (sku text REFERENCES prices)');
    await query("INSERT INTO prices VALUES ('old', 9)");
    await query("INSERT INTO orders VALUES ('old')");
    await expect(load(replace, good)).rejects.toMatchObject({
      code: 'target-refused',
      details: [expect.stringContaining('Key (sku)=(old) is still referenced')],
    });
    expect(await query('SELECT sku FROM prices')).toEqual([['old']]);
  });

  test.each(['CASCADE', 'SET NULL'])(
    'ON DELETE %s: the other table’s rows are unchanged, and replacing is rejected',
    async (action) => {
      await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
      await query(`CREATE TABLE orders (sku text REFERENCES prices ON DELETE ${action})`);
      await query("INSERT INTO prices VALUES ('a', 9)");
      await query("INSERT INTO orders VALUES ('a')");
      await expect(load(replace, good)).rejects.toMatchObject({
        code: 'target-refused',
        details: [
          expect.stringContaining(`orders refers to the table (orders_sku_fkey) with ON DELETE ${action}`),
        ],
      });
      expect(await query('SELECT sku FROM orders')).toEqual([['a']]);
      expect(await query('SELECT price::int FROM prices')).toEqual([[9]]);
    },
  );

  test('is replaced when only it refers to itself', async () => {
    await query(
      'CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date, base text REFERENCES prices)',
    );
    await load(replace, good);
    expect(await load(replace, 'sku,price,since\nz,1,2026-01-01\n')).toMatchObject({ rows: 1 });
  });
});

describe('identity and generated columns', () => {
  const plan = (mode: LoadPlan['mode'], rejectUpTo: number) =>
    sampleLoad({
      mode,
      rejectUpTo,
      createTable: false,
      keys: mode === 'upsert' ? ['id'] : [],
      columns: [
        { name: 'id', header: 'id' },
        { name: 'price', header: 'price' },
      ],
    });

  test.each([
    ['append', 'id,price\n7,1.5\n', 0],
    ['append', 'id,price\n7,1.5\n8,x\n', 1],
    ['replace', 'id,price\n7,1.5\n', 0],
    ['replace', 'id,price\n7,1.5\n8,x\n', 1],
    ['upsert', 'id,price\n7,1.5\n', 0],
  ] as const)(
    '%s writes the file’s values into an identity column (%j)',
    async (mode, content, rejectUpTo) => {
      await query(
        'CREATE TABLE prices (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price numeric(12,2))',
      );
      await load(plan(mode, rejectUpTo), content);
      expect(await query('SELECT id, price::float8 FROM prices')).toEqual([[7, 1.5]]);
    },
  );

  test.each(['append', 'replace'] as const)(
    '%s rejects a generated column by name, and leaves others alone',
    async (mode) => {
      await query(
        'CREATE TABLE prices (id int, price int GENERATED ALWAYS AS (id * 2) STORED, at timestamptz DEFAULT now())',
      );
      await expect(load(plan(mode, 0), 'id,price\n7,1\n')).rejects.toMatchObject({
        code: 'target-refused',
        details: [expect.stringContaining('"price"')],
      });
      const id = { ...plan(mode, 0), columns: [{ name: 'id', header: 'id' }] };
      await load(id, 'id\n7\n', 'b.csv');
      expect(await query('SELECT id, price, at IS NULL FROM prices')).toEqual([[7, 14, false]]);
    },
  );
});

test('a value that a domain rejects is a bad row, and does not end the load', async () => {
  await query('CREATE DOMAIN money2 AS numeric(12,2) CHECK (VALUE >= 0)');
  await query('CREATE TABLE prices (sku text, price money2, since date)');
  const plan = sampleLoad({
    rejectUpTo: 1,
    columns: ['sku', 'price', 'since'].map((name) => ({ name, header: name })),
  });
  expect(await load(plan, `${good}c,-1,2026-01-01\n`)).toMatchObject({ rows: 2, rejected: 1 });
});

test('a trigger that rejects a row, and one that skips it', async () => {
  await query('CREATE TABLE prices (sku text, price numeric(12,2), since date)');
  await query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.sku = 'a' THEN RETURN NULL; END IF;
    IF NEW.sku = 'x' THEN RAISE EXCEPTION 'no x'; END IF;
    IF NEW.sku = 'y' THEN NEW.price := 1 / 0; END IF; RETURN NEW; END $$`);
  await query('CREATE TRIGGER t BEFORE INSERT ON prices FOR EACH ROW EXECUTE FUNCTION refuse()');
  for (const mode of ['append', 'replace'] as const) {
    expect(await load(sampleLoad({ mode }), good, `${mode}.csv`)).toMatchObject({ rows: 1 });
    for (const [sku, says] of [
      ['x', 'no x'],
      ['y', 'division by zero'],
    ])
      await expect(
        load(sampleLoad({ mode }), `sku,price,since\n${sku},1,2026-01-01\n`, `${mode}${sku}.csv`),
      ).rejects.toMatchObject({ code: 'target-refused', details: [expect.stringContaining(says ?? '')] });
  }
});

test('upsert: a deferrable key is not enough, and is reported', async () => {
  await query('CREATE TABLE prices (sku text PRIMARY KEY DEFERRABLE, price numeric(12,2), since date)');
  await expect(load(sampleLoad({ mode: 'upsert', keys: ['sku'] }), good)).rejects.toMatchObject({
    code: 'columns-differ',
  });
});

test('upsert: a file whose rows all exist and change nothing is not empty', async () => {
  await query('CREATE TABLE prices (sku text PRIMARY KEY)');
  const plan = sampleLoad({ mode: 'upsert', keys: ['sku'], columns: [{ name: 'sku', header: 'sku' }] });
  expect(await load(plan, 'sku\na\nb\n')).toMatchObject({ rows: 2 });
  expect(await load(plan, 'sku\na\nb\n', 'again.csv')).toMatchObject({ kind: 'loaded', rows: 0 });
  expect(await load({ ...plan, rejectUpTo: 1 }, 'sku\na\na\n', 'x.csv')).toMatchObject({ rejected: 1 });
});

test('a value that is too long for an index is rejected at once, not retried for an hour', async () => {
  await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
  const { randomBytes } = await import('node:crypto');
  const long = randomBytes(9000).toString('hex');
  await expect(load(sampleLoad(), `sku,price,since\n${long},1,2026-01-01\n`)).rejects.toMatchObject({
    code: 'target-refused',
    details: [expect.stringContaining('index row')],
  });
});

test('two files that replace one table at the same time, both with existing keys', async () => {
  await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
  await Promise.all(Array.from({ length: 6 }, (_, index) => load(replace, good, `f${index}.csv`)));
  expect(await query('SELECT count(*)::int FROM prices')).toEqual([[2]]);
});

describe('the connection to the database', () => {
  const target = { connection: 'shop', secretName: 's', databaseName: 'nowhere', sslMode: 'none' } as const;
  const login = () => {
    const { host, port, user: username, password } = server();
    return { host, port, username, password };
  };

  test('a database that does not exist is rejected; a wrong password is retried, because it may be rotating', async () => {
    await expect(openTarget(login(), target)).rejects.toMatchObject({
      code: 'target-refused',
      details: [
        expect.stringMatching(/"nowhere" does not exist: there is no database nowhere; correct database/),
      ],
    });
  });

  test('what only a change of the server can fix is rejected with the fix', async () => {
    await query('CREATE DATABASE hidden');
    await query('CREATE DATABASE asleep');
    await query('REVOKE CONNECT ON DATABASE hidden FROM PUBLIC');
    await query('ALTER DATABASE asleep ALLOW_CONNECTIONS false');
    await query("CREATE ROLE plain LOGIN PASSWORD 'plain'");
    const plain = { ...login(), username: 'plain', password: 'plain' };
    const rejected = (databaseName: string) => expect(openTarget(plain, { ...target, databaseName })).rejects;
    await rejected('hidden').toMatchObject({
      details: [expect.stringContaining('GRANT CONNECT ON DATABASE hidden')],
    });
    await rejected('asleep').toMatchObject({ details: [expect.stringContaining('ALLOW_CONNECTIONS true')] });
  });

  test('the server ends the session of a killed function within minutes', async () => {
    const client = await openTarget(login(), { ...target, databaseName: database });
    try {
      const { rows } = await client.query('SHOW tcp_keepalives_idle');
      expect(rows).toEqual([{ tcp_keepalives_idle: '60' }]);
    } finally {
      await client.end();
    }
  });

  test('a server that stops during a load fails it, and the next attempt loads', async () => {
    const { startPostgres } = await import('@lakeferry/local-cloud/postgres');
    const { Readable } = await import('node:stream');
    const own = await startPostgres();
    try {
      await own.createDatabase('shop');
      const file = inbox.drop('big.csv', good);
      const whole = inbox.read.bind(inbox);
      let pulled = false;
      inbox.read = async (asked) => {
        if (pulled) return whole(asked);
        pulled = true;
        return Readable.from(
          (async function* () {
            yield Buffer.from(good);
            await own.kill();
            yield Buffer.from('c,1,2026-01-01\n'.repeat(50_000));
          })(),
          { objectMode: false },
        );
      };
      const { user: username, password, host } = own;
      const work = async () => {
        const client = await openTarget(
          { username, password, host, port: own.port },
          { ...target, databaseName: 'shop' },
        );
        try {
          const signal = AbortSignal.timeout(patience(20_000));
          return await loadFile({
            client,
            inbox,
            plan: sampleLoad(),
            file,
            run: 'r',
            signal,
            patienceMs: 9000,
          });
        } finally {
          await client.end();
        }
      };
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ message: expect.any(String) });
      expect(error).not.toMatchObject({ name: 'LoadRefused' });
      await own.restart();
      expect(await work()).toMatchObject({ kind: 'loaded', rows: 2 });
    } finally {
      await own.stop();
    }
  });
});
