import { gzipSync } from 'node:zlib';
import type { Client } from 'pg';
import type { LoadResult } from '../../../core/loads/load-result';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { loadFile } from '../../../functions/load-csv/load-file';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { MemoryInbox, sampleLoad } from '../../helpers/runs/load-plan';

const server = usePostgres();
const good = 'sku,price,since\na,1.50,2026-01-01\nb,NULL,2026-01-02\n';
let inbox: MemoryInbox;
const database = 'files';

beforeEach(async () => {
  await emptyDatabase(server(), database);
  inbox = new MemoryInbox();
});

function load(
  plan: LoadPlan,
  content: string | Buffer,
  as: (client: Client) => Client = (client) => client,
): Promise<LoadResult> {
  const file = inbox.drop('new.csv', content);
  return withClient(server(), database, (client) =>
    loadFile({
      client: as(client),
      inbox,
      plan,
      file,
      run: `run-${file.version}`,
      signal: new AbortController().signal,
      patienceMs: 60_000,
    }),
  );
}

const query = (sql: string): Promise<unknown[]> =>
  withClient(
    server(),
    database,
    async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows,
  );

/** The same server with an older version number, which decides how values are checked. */
function older(version: number): (client: Client) => Client {
  return (client) =>
    new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name !== 'query') return value.bind(target);
        return (...given: unknown[]) =>
          typeof given[0] === 'string' && given[0].includes('server_version_num')
            ? Promise.resolve({ rows: [{ number: version }] })
            : Reflect.apply(value, target, given);
      },
    });
}

test.each([
  ['a workbook', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500, 7)]), {}, 'Excel workbook'],
  ['UTF-16 where UTF-8 is said', Buffer.from(`\ufeff${good}`, 'utf16le'), {}, 'encoding: utf-16le'],
  ['UTF-16 the other way round', Buffer.from(`\ufeff${good}`, 'utf16le').swap16(), {}, 'encoding: utf-16be'],
  [
    'UTF-16 where windows-1252 is said',
    Buffer.from(`\ufeff${good}`, 'utf16le'),
    { encoding: 'windows-1252' },
    'encoding: utf-16le',
  ],
  ['gzip of a workbook', gzipSync(Buffer.from('PK\u0003\u0004xxxx')), {}, 'Excel workbook'],
  ['gzip that is cut', gzipSync(Buffer.from(good.repeat(2000))).subarray(0, -9), {}, 'not a complete gzip'],
])('%s is rejected by name', async (_what, content, dialect, says) => {
  for (const mode of ['append', 'replace'] as const)
    await expect(load(sampleLoad({ mode, dialect }), content)).rejects.toMatchObject({
      code: 'file-unreadable',
      details: [expect.stringContaining(says)],
    });
});

describe('before PostgreSQL 16, functions of the session check the values', () => {
  const types = [
    ['integer', '12', ['1,234', '1.5', '', '99999999999']],
    ['numeric(5,2)', '999.99', ['1000', '1,5']],
    ['date', '2026-02-28', ['2026-02-30', '28.2.2026x']],
    ['timestamp with time zone', '2026-01-01 10:00+01', ['10 o’clock', '2026-01-01 25:00']],
    ['character varying(3)', 'abc', ['abcd']],
    ['character(2)', 'ab', ['abc']],
    ['boolean', 'yes', ['perhaps']],
    ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', ['a0eebc99']],
    ['jsonb', '{"a": 1}', ['{a: 1}']],
    ['inet', '10.0.0.1', ['10.0.0.256']],
    ['integer[]', '{1,2}', ['{1,x}', '1,2']],
    ['tsquery', 'a & b', ['a &']],
    ['int4range', '[1,2)', ['[2,1)', '1']],
    ['interval', '1 day', ['1 dog']],
    ['bytea', '\\x00ff', ['\\x0']],
  ] as const;

  test.each(types)(
    '%s: each wrong value is found with its line, as with a newer server',
    async (type, right, wrong) => {
      const name = 'v';
      const plan = sampleLoad({ columns: [{ name, header: name, type }], rejectUpTo: 9 });
      const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      // Two fields cause a careful read, independent of the type's error.
      const content = ['v', ...[right, ...wrong].map(cell), 'a,b'].join('\n');
      const seen: string[] = [];
      for (const as of [older(150_000), older(180_000)]) {
        await query('DROP TABLE IF EXISTS prices');
        const end = await load(plan, content, as);
        expect(end).toMatchObject({ rows: 1, rejected: wrong.length + 1 });
        seen.push([...inbox.written.values()].at(-1)?.toString() ?? '');
      }
      expect(seen[0]).toBe(seen[1]);
    },
  );
});

test('aws_s3: a line of backslash and dot, which ends a file in servers before 18, does not end it', async () => {
  const columns = [{ name: 'sku', header: 'sku', type: 'text' }];
  for (const mode of ['append', 'replace'] as const) {
    await query('DROP TABLE IF EXISTS prices');
    const plan = sampleLoad({ columns, mode, method: 'aws_s3' });
    // The extension does not exist, so it must not be called.
    expect(await load(plan, 'sku\na\n\\.\nb\n', older(170_000))).toMatchObject({ rows: 3 });
  }
});

test('one field of 20 MB is loaded, and a bad row next to it is rejected without using the memory', async () => {
  const long = 'x'.repeat(20e6);
  const columns = [{ name: 'sku', header: 'sku', type: 'text' }];
  expect(await load(sampleLoad({ columns }), `sku\n"${long}"\nb\n`)).toMatchObject({ rows: 2 });
  expect(await query('SELECT max(length(sku)) FROM prices')).toEqual([[20e6]]);
  await expect(load(sampleLoad({ columns }), `sku\n"${long}\nb\n`)).rejects.toMatchObject({
    code: 'rows-refused',
    details: [expect.stringContaining('line 2: the record that begins here does not end')],
  });
});

test('one name twice with different content: each version is loaded, and the later replaces the earlier', async () => {
  const plan = sampleLoad({ mode: 'replace' });
  await load(plan, good);
  await load(plan, 'sku,price,since\nz,9,2026-01-01\n');
  expect(await query('SELECT sku FROM prices')).toEqual([['z']]);
  expect(await query('SELECT count(*)::int FROM lakeferry_loads.loaded_files')).toEqual([[2]]);
});
