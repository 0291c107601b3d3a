import { gzipSync } from 'node:zlib';
import type { Client } from 'pg';
import type { LoadResult } from '../../../core/loads/load-result';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadFile } from '../../../functions/load-csv/load-file';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { MemoryInbox, sampleLoad } from '../../helpers/runs/load-plan';

const server = usePostgres();
let inbox: MemoryInbox;
const database = 'shop';

beforeEach(async () => {
  await emptyDatabase(server(), database);
  inbox = new MemoryInbox();
});

async function load(
  plan: LoadPlan,
  content: string | Buffer,
  over: { key?: string; at?: string } = {},
): Promise<LoadResult> {
  return loadDropped(plan, inbox.drop(over.key ?? 'sales/prices/new.csv', content, over.at));
}

function loadDropped(
  plan: LoadPlan,
  file: ReturnType<MemoryInbox['drop']>,
  run = `run-${file.version}`,
): Promise<LoadResult> {
  return withClient(server(), database, (client) =>
    loadFile({ client, inbox, plan, file, run, signal: new AbortController().signal, patienceMs: 20_000 }),
  );
}

function query<Row extends object>(sql: string): Promise<Row[]> {
  return withClient(server(), database, async (client: Client) => (await client.query<Row>(sql)).rows);
}

const prices = () =>
  query<{ sku: string; price: string; since: string }>(
    'SELECT sku, price::text, since::text FROM prices ORDER BY sku',
  );

const good = 'sku,price,since\na,1.50,2026-01-01\nb,NULL,2026-01-02\n';

async function refusal(work: Promise<unknown>): Promise<{ code: string; details: readonly string[] }> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || error.name !== 'LoadRefused')
    throw error ?? new Error('it was not refused');
  return error as Error & { code: string; details: readonly string[] };
}

test('creates the table and appends the rows', async () => {
  expect(await load(sampleLoad(), good)).toEqual({ kind: 'loaded', rows: 2, rejected: 0 });
  expect(await prices()).toEqual([
    { sku: 'a', price: '1.50', since: '2026-01-01' },
    { sku: 'b', price: null, since: '2026-01-02' },
  ]);
  await load(sampleLoad(), 'since,sku,price\n2026-02-01,c,3\n', { key: 'other.csv' });
  expect((await prices()).at(2)).toEqual({ sku: 'c', price: '3.00', since: '2026-02-01' });
});

describe('contents of files', () => {
  test.each([
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['CR alone', good.replaceAll('\n', '\r')],
    ['line ends of both kinds', 'sku,price,since\r\na,1.50,2026-01-01\nb,NULL,2026-01-02\r\n'],
    ['a byte order mark', `\ufeff${good}`],
    ['gzip', gzipSync(good)],
    ['no line end after the last row', good.trimEnd()],
    ['blank lines at the end', `${good}\n\r\n\n`],
    ['quoted fields', good.replace('a,', '"a",').replace('sku', '"sku"')],
  ])('%s loads the same rows', async (_what, content) => {
    expect(await load(sampleLoad(), content)).toMatchObject({ rows: 2, rejected: 0 });
    expect(await prices()).toMatchObject([
      { sku: 'a', price: '1.50' },
      { sku: 'b', price: null },
    ]);
  });

  test('UTF-16 and windows-1252 are decoded', async () => {
    const utf16 = Buffer.from(`\ufeff${good.replace('a,', 'ä€,')}`, 'utf16le');
    await load(sampleLoad({ dialect: { encoding: 'utf-16le' } }), utf16);
    const windows = Buffer.concat([
      Buffer.from('sku,price,since\n'),
      Buffer.from([0xe4, 0x80]),
      Buffer.from(',2,2026-01-01\n'),
    ]);
    await load(sampleLoad({ dialect: { encoding: 'windows-1252' } }), windows);
    expect((await prices()).filter(({ sku }) => sku === 'ä€')).toHaveLength(2);
  });

  test('the null token is NULL only without quotes, and an empty field is text', async () => {
    await load(sampleLoad(), 'sku,price,since\n"NULL",1,2026-01-01\n,2,2026-01-01\nNULL,3,2026-01-01\n');
    expect(await query('SELECT sku, price::int FROM prices ORDER BY price')).toEqual([
      { sku: 'NULL', price: 1 },
      { sku: '', price: 2 },
      { sku: null, price: 3 },
    ]);
  });

  test('a line of backslash and dot does not end the file', async () => {
    const plan = sampleLoad({ columns: [{ name: 'sku', header: 'sku', type: 'text' }] });
    expect(await load(plan, 'sku\na\n\\.\nb\n')).toMatchObject({ rows: 3 });
    expect(await query('SELECT sku FROM prices ORDER BY sku')).toEqual([
      { sku: '\\.' },
      { sku: 'a' },
      { sku: 'b' },
    ]);
  });

  test.each([
    [
      'a NUL byte',
      Buffer.from(good.replace('b,', 'b\0,')),
      'line 3: has a NUL byte, which PostgreSQL cannot store',
    ],
    [
      'a byte that is no UTF-8',
      Buffer.from(good.replace('b,', 'ü,'), 'latin1'),
      'line 3: has bytes that are not utf-8',
    ],
    ['a field too few', Buffer.from(`${good}c,1\n`), 'line 4: has 2 fields, but the load has 3 columns'],
    [
      'a field too many',
      Buffer.from(`${good}c,1,2026-01-01,x\n`),
      'line 4: has 4 fields, but the load has 3 columns',
    ],
    [
      'a wrong type',
      Buffer.from(`${good}c,dear,2026-01-01\n`),
      'line 4: column price: "dear" is not a valid numeric(12,2)',
    ],
    [
      'an empty number',
      Buffer.from(`${good}c,,2026-01-01\n`),
      'line 4: column price: "" is not a valid numeric(12,2)',
    ],
    [
      'a quote that is not closed',
      Buffer.from(`${good}"c,1,2026-01-01\n`),
      'line 4: a quote is not closed until the end of the file',
    ],
    [
      'a wrong row after a field of two lines',
      Buffer.from('sku,price,since\n"a\nb",1,2026-01-01\nc,x,2026-01-01\n'),
      'line 4: column price: "x" is not a valid numeric(12,2)',
    ],
  ])('%s is rejected with its line, and nothing is loaded', async (_what, content, says) => {
    await load(sampleLoad(), good);
    expect(await refusal(load(sampleLoad(), content, { key: 'bad.csv' }))).toMatchObject({
      code: 'rows-refused',
      details: [says],
    });
    expect(await prices()).toHaveLength(2);
  });

  test('a byte that windows-1252 does not have is rejected with its line', async () => {
    const plan = sampleLoad({ dialect: { encoding: 'windows-1252' } });
    const content = Buffer.concat([
      Buffer.from('sku,price,since\na,1,2026-01-01\n'),
      Buffer.from([0x81]),
      Buffer.from(',2,2026-01-01\n'),
    ]);
    expect((await refusal(load(plan, content))).details).toEqual([
      'line 3: has bytes that are not windows-1252',
    ]);
  });

  test('incomplete gzip is rejected', async () => {
    const { code, details } = await refusal(load(sampleLoad(), gzipSync(good).subarray(0, 30)));
    expect([code, details[0]]).toEqual(['file-unreadable', expect.stringContaining('not a complete gzip')]);
  });

  test('zero rows are rejected unless allowed', async () => {
    expect(await refusal(load(sampleLoad(), 'sku,price,since\n'))).toMatchObject({ code: 'file-empty' });
    expect(await refusal(load(sampleLoad(), ''))).toMatchObject({ code: 'file-empty' });
    expect(await load(sampleLoad({ allowEmpty: true }), 'sku,price,since\n')).toMatchObject({ rows: 0 });
  });

  test('the header is compared with the columns', async () => {
    expect((await refusal(load(sampleLoad(), 'sku,prise,since,since\n'))).details).toEqual([
      'line 1: the header has no "price"',
      'line 1: the header has "prise", which is not a column of the load',
      'line 1: the header has "since" twice',
    ]);
  });

  test('dates are read in the load’s date style', async () => {
    await load(sampleLoad({ dialect: { dateStyle: 'dmy' } }), 'sku,price,since\na,1,3/2/2026\n');
    await load(sampleLoad({ dialect: { dateStyle: 'mdy' } }), 'sku,price,since\nb,1,3/2/2026\n');
    expect((await prices()).map(({ since }) => since)).toEqual(['2026-02-03', '2026-03-02']);
  });
});

describe('replace', () => {
  const plan = sampleLoad({ mode: 'replace' });

  test('a failing import leaves the old rows', async () => {
    await load(plan, good);
    await refusal(load(plan, `${good}c,dear,2026-01-01\n`));
    await refusal(load(plan, 'sku,price,since\n'));
    expect(await prices()).toHaveLength(2);
    await load(plan, 'sku,price,since\nz,9,2026-01-01\n');
    expect((await prices()).map(({ sku }) => sku)).toEqual(['z']);
  });

  test('readers see the old rows until the new ones are committed', async () => {
    await load(plan, good);
    const seen: number[] = [];
    let over = false;
    const watching = withClient(server(), database, async (client) => {
      while (!over) seen.push(Number((await client.query('SELECT count(*) FROM prices')).rows[0].count));
    });
    const many = Array.from({ length: 50_000 }, (_, index) => `s${index},1,2026-01-01`).join('\n');
    await load(plan, `sku,price,since\n${many}\n`);
    over = true;
    await watching;
    expect([...new Set(seen)].filter((rows) => rows !== 2 && rows !== 50_000)).toEqual([]);
  });

  test('of two files at the same time one is complete in the table, and both are in the load history', async () => {
    await load(plan, good, { at: '2026-02-01T00:00:00.000Z' });
    const rows = (name: string) =>
      `sku,price,since\n${Array.from({ length: 5000 }, (_, index) => `${name}${index},1,2026-01-01`).join('\n')}\n`;
    const files = [inbox.drop('a.csv', rows('a')), inbox.drop('b.csv', rows('b'))];
    await Promise.all(files.map((file) => loadDropped(plan, file)));
    const kinds = await query<{ kind: string; rows: string }>(
      'SELECT left(sku, 1) AS kind, count(*) AS rows FROM prices GROUP BY 1',
    );
    expect(kinds).toHaveLength(1);
    expect(kinds[0]?.rows).toBe('5000');
    expect(await query('SELECT key FROM lakeferry_loads.loaded_files')).toHaveLength(3);
  });

  test('a file that was dropped earlier does not replace a later one', async () => {
    const old = inbox.drop('a.csv', good, '2026-03-01T10:00:00.000Z');
    const newer = inbox.drop('a.csv', 'sku,price,since\nnew,9,2026-01-01\n', '2026-03-01T10:00:00.000Z');
    await loadDropped(plan, newer);
    expect(await loadDropped(plan, old)).toEqual({ kind: 'superseded', by: 'run-v2', rows: 1 });
    expect(await prices()).toMatchObject([{ sku: 'new' }]);
  });

  test('a table that others refer to is replaced too, and the constraint holds', async () => {
    await query('CREATE TABLE prices (sku text PRIMARY KEY, price numeric(12,2), since date)');
    await query('CREATE TABLE orders (sku text REFERENCES prices)');
    await load(plan, good);
    await query("INSERT INTO orders VALUES ('a')");
    await load(plan, good, { key: 'again.csv' }).catch(() => undefined);
    const { code } = await refusal(load(plan, 'sku,price,since\nz,9,2026-01-01\n'));
    expect(code).toBe('target-refused');
    expect(await prices()).toHaveLength(2);
  });
});

describe('upsert', () => {
  const plan = sampleLoad({ mode: 'upsert', keys: ['sku'] });

  test('updates existing rows and adds new ones', async () => {
    await load(plan, good);
    await load(plan, 'sku,price,since\na,7,2026-03-01\nc,8,2026-03-01\n', { key: 'b.csv' });
    expect((await prices()).map(({ sku, price }) => [sku, price])).toEqual([
      ['a', '7.00'],
      ['b', null],
      ['c', '8.00'],
    ]);
  });

  test('a key that occurs twice in a file is rejected with both lines', async () => {
    expect((await refusal(load(plan, `${good}a,9,2026-01-01\n`))).details).toEqual([
      'line 4: line 2 has the same key',
    ]);
    expect((await refusal(load(plan, `${good}NULL,9,2026-01-01\n`))).details).toEqual([
      'line 4: column sku: NULL, but the table requires a value',
    ]);
  });

  test('a table without the key is rejected', async () => {
    await query('CREATE TABLE prices (sku text, price numeric(12,2), since date)');
    expect(await refusal(load(plan, good))).toMatchObject({
      code: 'columns-differ',
      details: [expect.stringContaining('no unique key')],
    });
  });
});

describe('bad rows', () => {
  const plan = sampleLoad({ rejectUpTo: 3 });
  const bad = `${good}c,dear,2026-01-01\nd,1\n"e, ""f""",1,"2026-13-01"\n`;

  test('the allowed number goes into a reject file with line, reason and record', async () => {
    const end = await load(plan, bad);
    expect(end).toEqual({
      kind: 'loaded',
      rows: 2,
      rejected: 3,
      rejectFile: 's3://inbox/rejected/sales/prices/new.csv.run-v1.csv',
    });
    expect([...inbox.written.values()].map(String)).toEqual([
      [
        'line,reason,record',
        '4,"column price: ""dear"" is not a valid numeric(12,2)","c,dear,2026-01-01"',
        '5,"has 2 fields, but the load has 3 columns","d,1"',
        '6,"column since: ""2026-13-01"" is not a valid date","""e, """"f"""""",1,""2026-13-01"""',
        '',
      ].join('\n'),
    ]);
  });

  test('one more loads nothing', async () => {
    const { details } = await refusal(load(plan, `${bad}g\n`));
    expect(details).toHaveLength(5);
    expect(details.at(-1)).toBe('the load allows 3 bad rows');
    expect(inbox.written.size).toBe(0);
    expect(await query(`SELECT to_regclass('prices') AS there`)).toEqual([{ there: null }]);
  });
});

describe('once', () => {
  test('the same version ten times is loaded once', async () => {
    const file = inbox.drop('a.csv', good);
    const ends = await Promise.all(
      Array.from({ length: 10 }, (_, index) => loadDropped(sampleLoad(), file, `run-${index}`)),
    );
    expect(ends.filter(({ kind }) => kind === 'loaded')).toHaveLength(1);
    expect(ends.filter(({ kind }) => kind === 'loaded-before')).toHaveLength(9);
    expect(await prices()).toHaveLength(2);
  });

  test('killed after any statement and repeated, the rows exist once', async () => {
    for (const mode of ['append', 'replace', 'upsert'] as const) {
      const plan = sampleLoad({
        mode,
        keys: mode === 'upsert' ? ['sku'] : [],
        table: { schema: 'public', name: `prices_${mode}` },
      });
      const file = inbox.drop(`${mode}.csv`, good);
      for (let killAt = 1; ; killAt += 1) {
        await query('DROP SCHEMA IF EXISTS lakeferry_loads CASCADE');
        await query(`DROP TABLE IF EXISTS prices_${mode}`);
        const killed = await killedAt(plan, file, killAt);
        expect(await loadDropped(plan, file, 'run')).toMatchObject({ kind: 'loaded', rows: 2 });
        expect(await query(`SELECT * FROM prices_${mode}`)).toHaveLength(2);
        if (!killed) {
          expect(killAt).toBeGreaterThan(8);
          break;
        }
      }
    }
  });
});

/** Cuts the connection right after the nth statement. Returns false when there are fewer. */
async function killedAt(
  plan: LoadPlan,
  file: ReturnType<MemoryInbox['drop']>,
  killAt: number,
): Promise<boolean> {
  const client = await server().connect(database);
  client.on('error', () => undefined);
  let calls = 0;
  let killed = false;
  const killing = new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'query' || typeof value !== 'function')
        return typeof value === 'function' ? value.bind(target) : value;
      return (...given: unknown[]) => {
        calls += 1;
        const fatal = calls === killAt;
        const answer: unknown = Reflect.apply(value, target, given);
        if (!fatal || !(answer instanceof Promise)) return answer;
        return answer.then(async () => {
          killed = true;
          await client.end();
          throw new Error('killed');
        });
      };
    },
  });
  await loadFile({
    client: killing,
    inbox,
    plan,
    file,
    run: 'run',
    signal: new AbortController().signal,
    patienceMs: 20_000,
  }).catch(() => undefined);
  await client.end();
  return killed || calls >= killAt;
}

test('names and texts of a load never become SQL', async () => {
  const odd = `a"; DROP TABLE x; --`;
  const plan = sampleLoad({
    table: { schema: 'public', name: `o"d'd` },
    columns: [{ name: odd, header: odd, type: 'text' }],
    dialect: { nullToken: `'\\N` },
  });
  expect(await load(plan, `"a""; DROP TABLE x; --"\n'\\N\nx\n`)).toMatchObject({ rows: 2 });
  expect(
    await query(`SELECT count(*)::int AS nulls FROM "o""d'd" WHERE "a""; DROP TABLE x; --" IS NULL`),
  ).toEqual([{ nulls: 1 }]);
});

test('a different table is rejected with all differences', async () => {
  await query('CREATE TABLE prices (sku varchar(20), price integer)');
  expect((await refusal(load(sampleLoad(), good))).details).toEqual([
    'column "sku" is character varying(20) in "public"."prices", but text in the load',
    'column "price" is integer in "public"."prices", but numeric(12,2) in the load',
    '"public"."prices" has no column "since"',
  ]);
});

test('a violated constraint is reported with the line', async () => {
  await query('CREATE TABLE prices (sku text, price numeric(12,2) CHECK (price > 0), since date)');
  const { code, details } = await refusal(load(sampleLoad(), `${good}c,-1,2026-01-01\n`));
  expect(code).toBe('target-refused');
  expect(details[0]).toContain('line 4: new row for relation "prices" violates check constraint');
});

describe('aws_s3', () => {
  /** Stand-in for the extension of RDS with the same name and arguments: a COPY of a text that the test provides. */
  const standIn = `
    CREATE SCHEMA aws_s3; CREATE TABLE aws_s3.objects (bucket text, key text, path text);
    CREATE FUNCTION aws_s3.table_import_from_s3(table_name text, column_list text, options text, bucket text, file_path text, region text)
    RETURNS text LANGUAGE plpgsql AS $$
    DECLARE place text;
    BEGIN
      SELECT path INTO place FROM aws_s3.objects o WHERE o.bucket = $4 AND o.key = $5;
      EXECUTE format('COPY %s (%s) FROM %L WITH %s', table_name, column_list, place, options);
      RETURN 'imported';
    END $$`;

  test('the server imports the file itself; a row that does not fit is still reported with its line', async () => {
    const { mkdtempSync, writeFileSync, chmodSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-import-'));
    chmodSync(folder, 0o755);
    const path = join(folder, 'file.csv');
    await query(standIn);
    await query(`INSERT INTO aws_s3.objects VALUES ('inbox', 'a.csv', '${path}')`);
    const plan = sampleLoad({ mode: 'replace', method: 'aws_s3' });
    writeFileSync(path, good);
    expect(await load(plan, good, { key: 'a.csv' })).toMatchObject({ rows: 2 });
    const bad = `${good}c,dear,2026-01-01\n`;
    writeFileSync(path, bad);
    expect((await refusal(load(plan, bad, { key: 'a.csv' }))).details).toEqual([
      'line 4: column price: "dear" is not a valid numeric(12,2)',
    ]);
    expect(await prices()).toHaveLength(2);
  });
});

describe('a file whose rows are all bad, within what the load allows', () => {
  const bad = 'sku,price,since\na,dear,2026-01-01\nb,2\nc,3,never\n';

  test.each(['append', 'upsert'] as const)(
    '%s: no row is loaded, and all are in the reject file',
    async (mode) => {
      const plan = sampleLoad({ rejectUpTo: 10, mode, keys: mode === 'upsert' ? ['sku'] : [] });
      expect(await load(plan, bad)).toMatchObject({ kind: 'loaded', rows: 0, rejected: 3 });
      const [file] = inbox.written.values();
      expect(file?.toString().match(/^\d+,/gm)).toEqual(['2,', '3,', '4,']);
      expect(await prices()).toEqual([]);
    },
  );

  test('replace: the table stays as it is, and the refusal names the reject file and the lines', async () => {
    const plan = sampleLoad({ rejectUpTo: 10, mode: 'replace' });
    await load(plan, good);
    const refused = await refusal(load(plan, bad, { key: 'bad.csv' }));
    expect(refused.code).toBe('rows-refused');
    expect(refused.details[0]).toMatch(/^all rows of the file are bad, .* s3:\/\/inbox\/rejected\//);
    expect(refused.details.slice(1).map((line) => line.slice(0, 7))).toEqual([
      'line 2:',
      'line 3:',
      'line 4:',
    ]);
    expect(inbox.written.size).toBe(1);
    expect(await prices()).toHaveLength(2);
    expect(
      await load({ ...plan, allowEmpty: true }, bad, { key: 'bad.csv', at: '2026-03-02T10:00:00.000Z' }),
    ).toMatchObject({
      rows: 0,
      rejected: 3,
    });
    expect(await prices()).toEqual([]);
  });
});
