import { gzipSync } from 'node:zlib';
import { type Manifest, readManifest, readPointer } from '../../../core/lake/snapshots/manifest';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { publishSnapshot } from '../../../functions/publish-snapshot/publish-snapshot';
import { keepShapes } from '../../helpers/runs/keep-shapes';
import { database, PublishBench, parquet, prefix } from '../../helpers/runs/publish-bench';

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
});
afterEach(() => bench.stop());
// A killed invocation may log it.
afterAll(() => jest.restoreAllMocks());

/** Snapshot that a reader of pointer, manifest and files gets now. Each file must exist and be complete. */
async function read(): Promise<Manifest | undefined> {
  const { objects } = bench.s3;
  const text = async (key: string): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of await objects.get('lake', key)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  };
  const key = `${prefix}/_lakeferry/current.json`;
  if ((await objects.head('lake', key)) === undefined) return undefined;
  const pointer = readPointer(await text(key), key);
  const manifest = readManifest(await text(pointer.manifest.key), pointer.manifest.key);
  expect(manifest.checksum).toBe(pointer.manifest.checksum);
  for (const file of manifest.tables.flatMap(({ files }) => files))
    expect((await objects.head('lake', file.key))?.size).toBe(file.size);
  return manifest;
}

const rowsOf = (manifest: Manifest | undefined) =>
  Object.fromEntries((manifest?.tables ?? []).map(({ table, rows }) => [table, rows]));
const locations = async () =>
  Object.fromEntries(
    (await bench.livePorts.catalogue.tables(database)).map(({ name, location }) => [name, location]),
  );

test('a load is published as a snapshot: files, manifest, pointer, catalogue, history', async () => {
  const run = await bench.day(1, { orders: 10, items: 3 });
  expect(await bench.keys()).toEqual([
    'lake/orders/_lakeferry/current.json',
    'lake/orders/_lakeferry/manifests/20260301T100000Z.json',
    'lake/orders/sales/items/snapshot=20260301T100000Z/LOAD00000001.parquet',
    'lake/orders/sales/orders/snapshot=20260301T100000Z/LOAD00000001.parquet',
  ]);
  const manifest = await read();
  expect(manifest).toMatchObject({ run, jobKey: 'sales/orders-daily', snapshot: '20260301T100000Z' });
  expect(manifest?.tables[1]).toMatchObject({
    table: 'orders',
    rows: 10,
    columns: [
      { name: 'ID', type: 'int' },
      { name: 'Name', type: 'string' },
    ],
    files: [{ rows: 10 }],
  });
  expect(await locations()).toEqual({
    orders: 's3://lake/lake/orders/sales/orders/snapshot=20260301T100000Z/',
    items: 's3://lake/lake/orders/sales/items/snapshot=20260301T100000Z/',
  });
  const record = await bench.history.run(run);
  expect(record?.phases.published).toBeDefined();
  expect(record?.publishing).toMatchObject({ outcome: 'published', tables: 2, files: 2, smallFiles: 0 });
});

test('the time of the publish is the time at which the pointer moved', async () => {
  const run = await bench.loaded(1, { orders: 10 });
  await bench.clock.advance(60_000);
  await bench.stage('orders', 'LOAD00000001.parquet', 10);
  const began = bench.clock.now().getTime();
  let movedAt: number | undefined;
  bench.afterCall = async () => {
    if (movedAt === undefined && (await read()) !== undefined) movedAt = began + bench.worked;
    bench.worked += 7_000;
  };
  await bench.publish(run);
  const published = Date.parse((await bench.history.run(run))?.phases.published ?? '');
  expect(movedAt).toBeGreaterThan(began + 20_000);
  expect(published - (movedAt ?? 0)).toBeLessThanOrEqual(7_000);
  expect(published).toBeGreaterThanOrEqual(movedAt ?? Number.POSITIVE_INFINITY);
});

test('a second publish of the same run changes nothing', async () => {
  const run = await bench.day(1, { orders: 10, items: 3 });
  const before = await bench.s3.objects.list('lake', '');
  bench.calls = 0;
  await bench.publish(run);
  expect(bench.calls).toBe(1);
  expect(await bench.s3.objects.list('lake', '')).toEqual(before);
});

test('files that a longer earlier load left in staging are not published', async () => {
  const first = await bench.loaded(1, { orders: 10, items: 1 });
  await bench.clock.advance(60_000);
  for (const file of ['LOAD00000001.parquet', 'LOAD00000002.parquet']) await bench.stage('orders', file, 5);
  await bench.stage('items', 'LOAD00000001.parquet', 1);
  await bench.publish(first);
  await bench.clock.advance(86_400_000);
  await bench.day(2, { orders: 4, items: 1 });
  const orders = (await read())?.tables.find(({ table }) => table === 'orders');
  expect(orders).toMatchObject({ rows: 4, snapshot: '20260302T100000Z' });
  expect(orders?.files.map(({ key }) => key.split('/').at(-1))).toEqual(['LOAD00000001.parquet']);
});

test('the segments of a parallel load are one table, and a missing segment fails the publish', async () => {
  const run = await bench.loaded(1, { orders: 10, items: 0 });
  for (const [segment, rows] of [5, 0, 3].entries())
    await bench.stage('orders', `SEGMENT${segment + 1}_LOAD00000001.parquet`, rows);
  await expect(bench.publish(run)).rejects.toThrow(
    /DMS counts 10 rows, but the footers of the files count 8/,
  );
  await bench.stage('orders', 'SEGMENT4_LOAD00000001.parquet', 2);
  await bench.publish(run);
  expect(
    (await read())?.tables
      .find(({ table }) => table === 'orders')
      ?.files.map(({ key, rows }) => [key.split('/').at(-1), rows]),
  ).toEqual([
    ['SEGMENT1_LOAD00000001.parquet', 5],
    ['SEGMENT2_LOAD00000001.parquet', 0],
    ['SEGMENT3_LOAD00000001.parquet', 3],
    ['SEGMENT4_LOAD00000001.parquet', 2],
  ]);
});

test('a file of the second in which the load started belongs to it', async () => {
  await bench.clock.advance(400);
  const run = await bench.loaded(1, { orders: 2, items: 0 });
  await bench.stage('orders', 'LOAD00000001.parquet', 2);
  await bench.publish(run);
  expect(rowsOf(await read())).toEqual({ items: 0, orders: 2 });
});

test('an empty table is recorded as empty, and is in the catalogue when its columns are known', async () => {
  await keepShapes(bench.history, 'sales/orders-daily', bench.clock.now(), 'run', [
    {
      schema: 'sales',
      table: 'items',
      engine: 'postgres',
      columns: [{ name: 'id', type: 'bigint', nullable: false }],
      primaryKey: ['id'],
    },
  ]);
  await bench.day(1, { orders: 10, items: 0 });
  expect((await read())?.tables[0]).toMatchObject({
    table: 'items',
    rows: 0,
    files: [],
    primaryKey: ['id'],
    columns: [{ name: 'id', type: 'bigint', sourceType: 'bigint' }],
  });
  expect((await locations())['items']).toContain('sales/items/snapshot=20260301T100000Z/');
});

test.each([
  [
    'fewer rows in the footers',
    { orders: 10, items: 0 },
    9,
    /sales.orders: DMS counts 10 rows, but the footers of the files count 9/,
  ],
  [
    'more rows in the footers',
    { orders: 10, items: 0 },
    11,
    /DMS counts 10 rows, but the footers of the files count 11/,
  ],
  [
    'no file at all',
    { orders: 0, items: 4 },
    0,
    /sales.items: DMS counts 4 rows, but this run wrote no file/,
  ],
])(
  '%s than DMS counts fails the publish with both numbers, and keeps yesterday’s snapshot',
  async (_, says, staged, message) => {
    await bench.day(1, { orders: 1, items: 1 });
    await bench.clock.advance(86_400_000);
    const before = await bench.s3.objects.list('lake', '');
    const run = await bench.loaded(2, says);
    if (staged > 0) await bench.stage('orders', 'LOAD00000001.parquet', staged);
    await expect(bench.publish(run)).rejects.toThrow(message);
    expect(await bench.s3.objects.list('lake', '')).toEqual(before);
    expect(rowsOf(await read())).toEqual({ items: 1, orders: 1 });
  },
);

test('an incomplete Parquet file fails the publish', async () => {
  const run = await bench.loaded(1, { orders: 1, items: 0 });
  await bench.put('orders', 'LOAD00000001.parquet', Buffer.from('PAR1 cut off'));
  await expect(bench.publish(run)).rejects.toMatchObject({ name: 'SnapshotUnsound' });
});

test('a table in error keeps its earlier files; a table that the job no longer has is dropped', async () => {
  await bench.day(1, { orders: 5, items: 6, old: 7 });
  await bench.clock.advance(86_400_000);
  const run = await bench.loaded(2, { orders: 8, items: 'error' });
  await bench.stage('orders', 'LOAD00000001.parquet', 8);
  // Incomplete file of the table that failed.
  await bench.stage('items', 'LOAD00000001.parquet', 2);
  await bench.publish(run);
  const manifest = await read();
  expect(rowsOf(manifest)).toEqual({ items: 6, orders: 8 });
  expect(manifest?.tables[0]).toMatchObject({ table: 'items', snapshot: '20260301T100000Z' });
  expect((await bench.history.run(run))?.publishing).toMatchObject({ carriedTables: 1, tables: 2 });
  expect(Object.keys(await locations()).sort()).toEqual(['items', 'orders']);
});

test('an older run that ends later does not move the pointer', async () => {
  const older = await bench.loaded(1, { orders: 1, items: 1 });
  await bench.clock.advance(60_000);
  await bench.stage('orders', 'LOAD00000001.parquet', 1);
  await bench.stage('items', 'LOAD00000001.parquet', 1);
  await bench.day(2, { orders: 2, items: 2 });
  await bench.stage('orders', 'LOAD00000001.parquet', 1);
  await bench.stage('items', 'LOAD00000001.parquet', 1);
  await bench.publish(older);
  expect(rowsOf(await read())).toEqual({ items: 2, orders: 2 });
  expect((await bench.history.run(older))?.publishing?.outcome).toBe('superseded');
  expect((await locations())['orders']).toContain('snapshot=20260302T100000Z');
});

test('keep: older snapshots are removed with objects and manifests, but never a file of a kept one', async () => {
  bench.plan({ keep: 2 });
  await bench.day(1, { orders: 1, items: 1 });
  await bench.clock.advance(86_400_000);
  const second = await bench.loaded(2, { orders: 2, items: 'error' });
  await bench.stage('orders', 'LOAD00000001.parquet', 2);
  await bench.publish(second);
  await bench.clock.advance(86_400_000);
  const third = await bench.loaded(3, { orders: 3, items: 'error' });
  await bench.stage('orders', 'LOAD00000001.parquet', 3);
  await bench.publish(third);
  expect(rowsOf(await read())).toEqual({ items: 1, orders: 3 });
  expect((await bench.history.run(third))?.publishing).toMatchObject({ removed: 1 });
  const snapshots = (await bench.keys()).flatMap(
    (key) => /(\w+)\/snapshot=(\w+)/.exec(key)?.slice(1).join(' ') ?? [],
  );
  expect(snapshots).toEqual(['items 20260301T100000Z', 'orders 20260302T100000Z', 'orders 20260303T100000Z']);
  // The first snapshot's last file is removed when no kept snapshot names it.
  for (const day of [4, 5]) {
    await bench.clock.advance(86_400_000);
    await bench.day(day, { orders: day, items: day });
  }
  expect((await bench.keys()).filter((key) => key.includes('20260301'))).toEqual([]);
  expect((await bench.snapshots.manifests()).map(({ snapshot }) => snapshot)).toEqual([
    '20260305T100000Z',
    '20260304T100000Z',
  ]);
});

test('keep: 1: a reader of yesterday’s snapshot can finish when today’s is published', async () => {
  bench.plan({ keep: 1 });
  await bench.day(1, { orders: 1, items: 1 });
  const reading = await read();
  await bench.clock.advance(86_400_000);
  await bench.day(2, { orders: 2, items: 2 });
  for (const file of reading?.tables.flatMap(({ files }) => files) ?? [])
    expect((await bench.s3.objects.head('lake', file.key))?.size).toBe(file.size);
  await bench.clock.advance(86_400_000);
  await bench.day(3, { orders: 3, items: 3 });
  expect((await bench.keys()).filter((key) => key.includes('20260301'))).toEqual([]);
});

test('a rollback moves readers back, and the next run moves them forward', async () => {
  await bench.day(1, { orders: 1, items: 1 });
  await bench.clock.advance(86_400_000);
  const second = await bench.day(2, { orders: 2, items: 2 });
  const first = await bench.snapshots.manifest('20260301T100000Z');
  if (first === undefined) throw new Error('the first snapshot is gone');
  await bench.snapshots.rollBack(first, { at: '2026-03-02T12:00:00Z', by: 'ada' });
  expect(rowsOf(await read())).toEqual({ items: 1, orders: 1 });
  expect((await bench.snapshots.pointer())?.rolledBack).toMatchObject({
    from: '20260302T100000Z',
    by: 'ada',
  });
  // A repeated publish of the run that was rolled back does not undo the rollback.
  await publishUnheard(second);
  expect(rowsOf(await read())).toEqual({ items: 1, orders: 1 });
  await bench.clock.advance(86_400_000);
  await bench.day(3, { orders: 3, items: 3 });
  expect(rowsOf(await read())).toEqual({ items: 3, orders: 3 });
});

/** Publishes again, without the record in the history. */
async function publishUnheard(run: string): Promise<void> {
  const history = new Proxy(bench.history, {
    get: (target, member) =>
      member === 'knownRun'
        ? async () => {
            const record = await target.knownRun(run);
            return { ...record, phases: { ...record.phases, published: undefined } };
          }
        : Reflect.get(target, member),
  });
  await publishSnapshot({ ...bench.livePorts, history }, { run }, bench.clock.now());
}

test('killed after any call and called again, it has the same result, and no reader ever sees a part of it', async () => {
  bench.plan({ keep: 1 });
  const tables = { orders: 7, items: 2 };
  await bench.day(1, { orders: 1, items: 1 });
  let day = 2;
  let before = '20260301T100000Z';
  const attempt = async (call: number | undefined): Promise<number> => {
    await bench.clock.advance(86_400_000);
    const run = await bench.loaded(day, tables);
    for (const [table, rows] of Object.entries(tables))
      await bench.stage(table, 'LOAD00000001.parquet', rows);
    bench.calls = 0;
    bench.killAtCall = call;
    bench.afterCall = async () => {
      const seen = rowsOf(await read());
      expect([{ orders: 1, items: 1 }, tables]).toContainEqual(seen);
    };
    if (call === undefined) await bench.publish(run);
    else await expect(bench.publish(run)).rejects.toThrow('killed');
    bench.killAtCall = undefined;
    const calls = bench.calls;
    await bench.publish(run);
    bench.afterCall = async () => undefined;
    const snapshot = run.split('.').at(-1);
    expect([call, (await read())?.snapshot]).toEqual([call, snapshot]);
    expect([call, await bench.keys()]).toEqual([
      call,
      [
        'lake/orders/_lakeferry/current.json',
        ...[before, snapshot].map((one) => `lake/orders/_lakeferry/manifests/${one}.json`),
        ...[before, snapshot].map((one) => `lake/orders/sales/items/snapshot=${one}/LOAD00000001.parquet`),
        ...[before, snapshot].map((one) => `lake/orders/sales/orders/snapshot=${one}/LOAD00000001.parquet`),
      ],
    ]);
    expect([call, (await locations())['orders']]).toEqual([
      call,
      `s3://lake/lake/orders/sales/orders/snapshot=${snapshot}/`,
    ]);
    before = snapshot ?? '';
    day += 1;
    return calls;
  };
  const calls = await attempt(undefined);
  expect(calls).toBeGreaterThan(20);
  for (let call = 1; call <= calls; call += 1) await attempt(call);
});

test('1,000 files are published within one invocation', async () => {
  const run = await bench.loaded(1, { orders: 1000, items: 0 });
  const one = parquet(1);
  for (let file = 1; file <= 1000; file += 1)
    await bench.put('orders', `LOAD${file.toString(16).toUpperCase().padStart(8, '0')}.parquet`, one);
  bench.calls = 0;
  await bench.publish(run);
  // A footer and a copy for each file.
  expect(bench.calls).toBeLessThan(2_100);
  expect((await bench.history.run(run))?.publishing).toMatchObject({ files: 1000, smallFiles: 1000 });
});

test('an invocation that runs out of time returns, and the next one continues', async () => {
  const run = await bench.loaded(1, { orders: 60, items: 0 });
  for (let file = 10; file < 70; file += 1)
    await bench.put('orders', `LOAD000000${file}.parquet`, parquet(1));
  let asked = 0;
  bench.isLate = () => {
    asked += 1;
    return asked > 40;
  };
  let shifts = 1;
  while (!(await bench.publish(run)).published) {
    expect(await read()).toBeUndefined();
    shifts += 1;
    asked = 0;
  }
  expect(shifts).toBeGreaterThan(2);
  expect(shifts).toBeLessThan(8);
  expect((await read())?.tables.find(({ table }) => table === 'orders')?.files).toHaveLength(60);
});

test('a catalogue error keeps yesterday’s snapshot for all readers', async () => {
  await bench.day(1, { orders: 1, items: 1 });
  await bench.clock.advance(86_400_000);
  const run = await bench.loaded(2, { orders: 2, items: 2 });
  await bench.stage('orders', 'LOAD00000001.parquet', 2);
  await bench.stage('items', 'LOAD00000001.parquet', 2);
  bench.glue.removeDatabase(database);
  await expect(bench.publish(run)).rejects.toMatchObject({ name: 'CatalogueMissing' });
  expect(rowsOf(await read())).toEqual({ items: 1, orders: 1 });
});

test('files that a publish copied and never showed are removed by the next one', async () => {
  const run = await bench.loaded(1, { orders: 1, items: 0 });
  await bench.stage('orders', 'LOAD00000001.parquet', 1);
  const { documents, ...rest } = bench.livePorts;
  const failing = {
    ...documents,
    write: async (...given: Parameters<typeof documents.write>) => {
      if (given[1].includes('manifests/')) throw new Error('no more');
      return await documents.write(...given);
    },
  };
  await expect(publishSnapshot({ ...rest, documents: failing }, { run }, bench.clock.now())).rejects.toThrow(
    'no more',
  );
  const copied = async () => (await bench.keys()).some((key) => key.includes('snapshot=20260301'));
  expect(await copied()).toBe(true);
  await bench.clock.advance(86_400_000);
  // A run that is open, or was closed just now, may still publish.
  await bench.day(2, { orders: 2, items: 0 });
  expect(await copied()).toBe(true);
  await bench.history.closeRun(run, {
    at: bench.clock.now().toISOString(),
    otherwise: verdictWithout('failed', 'not-judged', 'it ended'),
  });
  await bench.day(3, { orders: 3, items: 0 });
  expect(await copied()).toBe(true);
  await bench.clock.advance(86_400_000);
  await bench.day(4, { orders: 4, items: 0 });
  expect((await bench.keys()).filter((key) => key.includes('20260301'))).toEqual([]);
});

describe('rows of CSV files are counted', () => {
  const rows = ['1,"a ""b"", c"', '2,"two\nlines, ü 😀"', '3,', '4,"\r\n"'];
  const settings = { DataFormat: 'csv', CsvDelimiter: ',', CsvNullValue: '\\N' };
  const publishCsv = async (
    counted: number,
    files: readonly (readonly string[])[],
    options: { readonly header?: boolean; readonly gzip?: boolean; readonly end?: string } = {},
  ) => {
    const { header = true, gzip = false, end = '\n' } = options;
    bench.job = {
      ...bench.job,
      targetSettings: { ...settings, AddColumnName: header, CompressionType: gzip ? 'gzip' : 'none' },
    };
    const run = await bench.loaded(1, { orders: counted, items: 0 });
    for (const [index, lines] of files.entries()) {
      const text = Buffer.from([...(header ? ['id,note'] : []), ...lines].join('\n') + end);
      await bench.put('orders', `LOAD0000000${index + 1}.csv`, gzip ? gzipSync(text) : text);
    }
    await bench.publish(run);
  };

  test.each([
    ['with a header', {}],
    ['without a header', { header: false }],
    ['compressed', { gzip: true }],
    ['whose last line has no end', { end: '' }],
  ])('%s: a file that is there twice is not published', async (_, options) => {
    await expect(publishCsv(4, [rows, rows], options)).rejects.toThrow(
      'sales.orders: DMS counts 4 rows, but the files have 8; nothing was published',
    );
    expect(await bench.keys()).toEqual([]);
  });

  test.each([
    ['one file', [rows], {}],
    ['two files without a header', [rows, rows.slice(1)], { header: false }],
    ['compressed files', [rows, rows], { gzip: true }],
    ['a last line without an end', [rows], { end: '' }],
  ])('as many as DMS counts: %s', async (_, files, options) => {
    await publishCsv(files.flat().length, files, options);
    const manifest = await read();
    expect(rowsOf(manifest)).toMatchObject({ orders: files.flat().length });
    expect(manifest?.tables.flatMap((table) => table.files.map((file) => file.rows))).toEqual(
      files.map((lines) => lines.length),
    );
  });

  test('a compressed file that is cut is not published', async () => {
    bench.job = {
      ...bench.job,
      targetSettings: { ...settings, AddColumnName: false, CompressionType: 'gzip' },
    };
    const run = await bench.loaded(1, { orders: 4 });
    await bench.put('orders', 'LOAD00000001.csv.gz', gzipSync(rows.join('\n')).subarray(0, -10));
    await expect(bench.publish(run)).rejects.toThrow('LOAD00000001.csv.gz is not a complete file');
  });
});

test.each([
  ['no check has seen its columns', undefined, 'no check has seen its columns in the source, and s3://lake/'],
  ['its first line contradicts its source', ['id'], 'the first line of s3://lake/'],
])(
  'a CSV table that the catalogue cannot have is published, and named in the run: %s',
  async (_, columns, text) => {
    bench.job = { ...bench.job, targetSettings: { DataFormat: 'csv', CsvDelimiter: ',' } };
    const shapeOf = (table: string, names: readonly string[]) => ({
      schema: 'sales',
      table,
      engine: 'postgres' as const,
      columns: names.map((name) => ({ name, type: 'text', nullable: true })),
      primaryKey: [],
    });
    await keepShapes(bench.history, 'sales/orders-daily', bench.clock.now(), 'run', [
      shapeOf('items', ['id', 'note']),
      ...(columns === undefined ? [] : [shapeOf('orders', columns)]),
    ]);
    const run = await bench.loaded(1, { orders: 1, items: 1 });
    for (const table of ['orders', 'items']) await bench.put(table, 'LOAD00000001.csv', Buffer.from('1,a\n'));
    await bench.publish(run);
    expect(rowsOf(await read())).toEqual({ orders: 1, items: 1 });
    expect(Object.keys(await locations())).toEqual(['items']);
    expect((await bench.history.run(run))?.unlisted).toEqual([
      expect.stringMatching(/^sales\.orders: .*set format: \{header: true\} in the job, and load it again$/),
    ]);
    expect((await bench.history.run(run))?.unlisted?.[0]).toContain(text);
  },
);
