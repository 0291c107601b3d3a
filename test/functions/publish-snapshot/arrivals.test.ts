import { parquetWriteBuffer } from 'hyparquet-writer';
import { readLoadList } from '../../../core/lake/catalogue/load-list';
import { viewedTable } from '../../../core/lake/catalogue/viewed-table';
import { athenaView, missingKey } from '../../../core/lake/catalogue/views';
import { changeSequenceRules } from '../../../core/planning/change-sequence';
import type { PublishingPlan } from '../../../core/planning/publishing-plan';
import { tableMappings } from '../../../core/planning/table-mappings';
import type { TableShape } from '../../../core/tables/table-shape';
import { keepShapes } from '../../helpers/runs/keep-shapes';
import { database, PublishBench } from '../../helpers/runs/publish-bench';

const publishing: PublishingPlan = {
  kind: 'arrival',
  prefix: 'lake/live',
  lowerCase: false,
  layout: '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
  catalogue: { database },
};

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
  bench.job = {
    ...bench.job,
    mode: 'cdc',
    targetSettings: {
      DataFormat: 'parquet',
      TimestampColumnName: 'dms_commit_timestamp',
    },
    tableMappings: { rules: tableMappings([], changeSequenceRules('cdc', publishing, [])).rules },
    publishing,
  };
});
afterEach(() => bench.stop());

/** Shape of `sales.orders`, as a check has seen it. */
function keepOrders(columns: TableShape['columns']): Promise<void> {
  return keepShapes(bench.history, 'sales/orders-daily', bench.clock.now(), 'run', [
    { schema: 'sales', table: 'orders', engine: 'postgres', columns, primaryKey: ['id'] },
  ]);
}

test('a job that publishes by arrival gets its tables with projected partitions, once; an unknown table follows later', async () => {
  await keepOrders([{ name: 'id', type: 'integer', nullable: false }]);
  const first = await bench.loaded(1, { orders: 1, items: 0 });
  expect((await bench.history.run(first))?.publishes).toBe('arrival');
  expect(await bench.publish(first)).toEqual({ published: true });
  const [orders, ...others] = await bench.livePorts.catalogue.tables(database);
  expect(others).toEqual([]);
  expect(orders).toMatchObject({
    name: 'orders_changes',
    location: 's3://lake/lake/live/sales/orders/',
    columns: [
      { name: 'op', type: 'string' },
      { name: 'dms_commit_timestamp', type: 'string' },
      { name: 'id', type: 'int' },
      { name: 'dms_change_seq', type: 'string' },
    ],
    parameters: { 'projection.enabled': 'true', 'projection.year.range': '2025,NOW+1YEARS' },
  });
  const viewed = orders === undefined ? undefined : viewedTable(database, orders);
  expect(viewed === undefined ? undefined : athenaView(viewed, 'orders_current')).toContain(
    'PARTITION BY "id"',
  );

  await bench.stage('items', '20260302-100000000.parquet', 1);
  await bench.clock.advance(400 * 86_400_000);
  await bench.publish(await bench.loaded(2, { orders: 1, items: 1 }));
  const tables = await bench.livePorts.catalogue.tables(database);
  expect(tables.map(({ name }) => name)).toEqual(['items_changes', 'orders_changes']);
  // A year later, its first partitions are still readable.
  expect(tables[1]?.parameters['projection.year.range']).toBe('2025,NOW+1YEARS');
});

test.each([
  ['renamed', 'rename', 'number', 'PARTITION BY "number"'],
  ['in another case', 'convert-uppercase', undefined, 'PARTITION BY "id"'],
  ['with a prefix', 'add-prefix', 'k_', 'PARTITION BY "k_id"'],
  ['left out', 'remove-column', undefined, undefined],
])(
  'a key %s: the view of current rows follows the rule, or says what it lacks',
  async (_, action, value, expected) => {
    bench.job = {
      ...bench.job,
      tableMappings: {
        rules: [
          {
            'rule-type': 'transformation',
            'rule-id': '1',
            'rule-target': 'column',
            'rule-action': action,
            'object-locator': { 'schema-name': '%', 'table-name': '%', 'column-name': 'id' },
            ...(value === undefined ? {} : { value }),
          },
        ],
      },
    };
    await keepOrders([
      { name: 'id', type: 'integer', nullable: false },
      { name: 'name', type: 'text', nullable: true },
    ]);
    await bench.publish(await bench.loaded(1, { orders: 0, items: 0 }));
    const [orders] = await bench.livePorts.catalogue.tables(database);
    const viewed = orders === undefined ? undefined : viewedTable(database, orders);
    if (viewed === undefined) throw new Error('orders is not in the catalogue');
    const view = athenaView(viewed, 'orders_current');
    if (expected === undefined) expect(view).toBeUndefined();
    else expect(view).toContain(expected);
    expect(missingKey(viewed)).toEqual(expected === undefined ? ['id'] : []);
  },
);

test('an added column follows with the next run; tables without files in staging are unchanged', async () => {
  await bench.stage('orders', '20260201-100000000.parquet', 1);
  await bench.put(
    'orders',
    '20260301-100000000.parquet',
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'ID', data: [1], type: 'INT32' },
          { name: 'added', data: ['x'], type: 'STRING' },
        ],
      }),
    ),
  );
  await bench.stage('orders', 'LOAD00000001.parquet', 1);
  const columns = async () =>
    (await bench.livePorts.catalogue.tables(database)).map((table) => table.columns.map(({ name }) => name));
  await bench.publish(await bench.loaded(1, { orders: 1, items: 0 }));
  expect(await columns()).toEqual([['id', 'added']]);

  for (const { key } of await bench.s3.objects.list('staging', ''))
    await bench.s3.objects.delete('staging', key);
  await keepOrders([{ name: 'id', type: 'numeric', nullable: false }]);
  await bench.clock.advance(86_400_000);
  await bench.publish(await bench.loaded(2, { orders: 1, items: 0 }));
  expect(await columns()).toEqual([['id', 'added']]);
});

test('a full load that publishes by arrival has no operation column', async () => {
  bench.job = {
    ...bench.job,
    mode: 'full-load',
    tableMappings: { rules: [] },
    targetSettings: { DataFormat: 'parquet' },
  };
  await keepOrders([{ name: 'id', type: 'integer', nullable: false }]);
  await bench.publish(await bench.loaded(1, { orders: 0, items: 0 }));
  const [orders] = await bench.livePorts.catalogue.tables(database);
  expect(orders?.columns).toEqual([{ name: 'id', type: 'int' }]);
  expect(orders?.parameters).not.toHaveProperty(['lakeferry.operation-column']);
});

test('a CSV table without a file waits for one, because only a file defines the position of DMS’s own columns', async () => {
  bench.job = {
    ...bench.job,
    targetSettings: {
      DataFormat: 'csv',
      AddColumnName: true,
      CsvNullValue: '\\N',
      TimestampColumnName: 'dms_commit_timestamp',
    },
  };
  await keepOrders([{ name: 'id', type: 'integer', nullable: false }]);
  await bench.publish(await bench.loaded(1, { orders: 1, items: 0 }));
  expect(await bench.livePorts.catalogue.tables(database)).toEqual([]);
  const header = 'Op,dms_commit_timestamp,id,dms_change_seq';
  await bench.put('orders', '20260302-100000000.csv', Buffer.from(`${header}\nI,x,1,y\n`));
  await bench.clock.advance(86_400_000);
  await bench.publish(await bench.loaded(2, { orders: 1, items: 0 }));
  const [orders] = await bench.livePorts.catalogue.tables(database);
  expect(orders?.columns.map(({ name }) => name).join()).toBe(header.toLowerCase());
  expect(orders?.parameters['lakeferry.change-sequence-column']).toBe('dms_change_seq');
});

const prefixOfRow = 'I,2026-03-01 10:00:00.000000,';
const named = 'op,dms_commit_timestamp,id,dms_change_seq';
test.each([
  ['a first line that contradicts the source', `${prefixOfRow}1,more,y\n`, undefined],
  ['a long first line that contradicts it', `${prefixOfRow}${'x'.repeat(200_000)},2,y\n`, undefined],
  ['a first line of more than 4 MiB', `${prefixOfRow}${'x'.repeat(5_000_000)},y\n`, undefined],
  ['a long first line', `${prefixOfRow}${'x'.repeat(200_000)},y\n`, named],
  ['a last line without an end', `${prefixOfRow}1,y`, named],
])(
  'CSV without a header, with %s: the record names a table that is not in the catalogue',
  async (_, text, expected) => {
    const { tables, run } = await publishHeadless(text);
    expect(tables).toEqual(expected === undefined ? [] : [expected]);
    expect((await bench.history.run(run))?.unlisted).toEqual(
      expected === undefined ? [expect.stringMatching(/^sales[.]orders: the first line of s3:/)] : undefined,
    );
  },
);

async function publishHeadless(text: string) {
  bench.job = {
    ...bench.job,
    targetSettings: {
      DataFormat: 'csv',
      AddColumnName: false,
      TimestampColumnName: 'dms_commit_timestamp',
    },
  };
  await keepOrders([{ name: 'id', type: 'text', nullable: false }]);
  await bench.put('orders', '20260302-100000000.csv', Buffer.from(text));
  const run = await bench.loaded(1, { orders: 1, items: 0 });
  await bench.publish(run);
  const found = await bench.livePorts.catalogue.tables(database);
  return { run, tables: found.map(({ columns }) => columns.map(({ name }) => name).join()) };
}

test('without a catalogue, a job that publishes by arrival has nothing to publish at the end of a run', async () => {
  if (bench.job.publishing.kind === 'arrival') {
    const { catalogue: _, ...publishing } = bench.job.publishing;
    bench.job = { ...bench.job, publishing };
  }
  expect((await bench.history.run(await bench.loaded(1, { orders: 1 })))?.publishes).toBeUndefined();
});

test.each([
  ['in the catalogue', { database }],
  ['without a catalogue', undefined],
])(
  'a run whose tables have one folder in the lake is not published, and names both: %s',
  async (_, catalogue) => {
    if (bench.job.publishing.kind !== 'arrival') throw new Error('not by arrival');
    const { catalogue: __, ...plain } = bench.job.publishing;
    bench.job = {
      ...bench.job,
      expectedTables: [],
      publishing: { ...plain, lowerCase: true, ...(catalogue === undefined ? {} : { catalogue }) },
    };
    const run = await bench.loaded(1, { Orders: 1, orders: 1 });
    expect((await bench.history.run(run))?.publishes).toBe('arrival');
    await expect(bench.publish(run)).rejects.toThrow(
      'sales.Orders and sales.orders have one folder in the lake, sales/orders/year={year}',
    );
    expect(await bench.livePorts.catalogue.tables(database)).toEqual([]);
  },
);

describe('the list of newest loads', () => {
  const listed = async () =>
    readLoadList(
      (await bench.livePorts.documents.read('lake', `lakeferry-newest-loads/${database}/orders-daily.json`))
        ?.text ?? '',
    );
  beforeEach(() => {
    bench.job = {
      ...bench.job,
      mode: 'full-load-and-cdc',
      targetSettings: { ...bench.job.targetSettings, DatePartitionTimezone: 'Asia/Kolkata' },
    };
  });

  test('has the files of each table’s newest load, of an empty table none, and keeps what a run did not load', async () => {
    await bench.stage('orders', 'LOAD00000002.parquet', 3);
    await bench.clock.advance(3_600_000);
    const first = await bench.loaded(1, { orders: 1, items: 1 });
    await bench.stage('orders', 'LOAD00000001.parquet', 1);
    await bench.stage('items', 'LOAD00000001.parquet', 1);
    await bench.publish(first);
    const day = 's3://lake/lake/live/sales';
    const at = 'year=2026/month=03/day=01/hour=11/LOAD00000001.parquet';
    const orders = {
      job: 'sales/orders-daily',
      source: '["sales","orders"]',
      loadedAt: '2026-03-01T11:00:00.000Z',
      finishedAt: '2026-03-01T11:00:00.000Z',
      changesFrom: '20260301-163000000',
      files: [`${day}/orders/${at}`],
    };
    const items = { ...orders, source: '["sales","items"]', files: [`${day}/items/${at}`] };
    expect(await listed()).toEqual([items, orders].sort((a, b) => (a.source < b.source ? -1 : 1)));
    const names = (await bench.livePorts.catalogue.tables(database)).map(({ name }) => name);
    expect(names).toContain('lakeferry_newest_loads');

    await bench.clock.advance(3_600_000);
    await bench.publish(await bench.loaded(2, { orders: 0, items: 'error' }));
    expect(await listed()).toEqual([
      items,
      {
        ...orders,
        loadedAt: '2026-03-01T12:00:00.000Z',
        finishedAt: '2026-03-01T12:00:00.000Z',
        changesFrom: '20260301-173000000',
        files: [],
      },
    ]);
  });

  test('has the files of a reload, also if DMS keeps the start of the first load', async () => {
    const first = await bench.loaded(1, { orders: 2, items: 1 });
    await bench.stage('orders', 'LOAD00000001.parquet', 1);
    await bench.stage('orders', 'LOAD00000002.parquet', 1);
    await bench.stage('items', 'LOAD00000001.parquet', 1);
    await bench.publish(first);
    const [items, orders] = await listed();

    await bench.clock.advance(3_600_000);
    await bench.stage('orders', 'LOAD00000001.parquet', 1);
    await bench.clock.advance(60_000);
    const again = await bench.loaded(2, { orders: 1, items: 0 });
    const record = await bench.history.run(again);
    if (record === undefined || orders === undefined) throw new Error('no run');
    const finishedAt = bench.clock.now().toISOString();
    const reloaded = {
      schema: 'sales',
      state: 'Table completed',
      errorRows: 0,
      startedAt: orders.loadedAt,
      finishedAt,
    };
    await bench.history.recordTables(record, [
      { ...reloaded, table: 'orders', rows: 1 },
      { ...reloaded, table: 'items', rows: 0 },
    ]);
    await bench.publish(again);
    expect(await listed()).toEqual([
      { ...items, finishedAt, changesFrom: '20260301-163100000', files: [] },
      {
        ...orders,
        finishedAt,
        changesFrom: '20260301-163000000',
        files: ['s3://lake/lake/live/sales/orders/year=2026/month=03/day=01/hour=11/LOAD00000001.parquet'],
      },
    ]);
    expect((await bench.history.replication('sales/orders-daily'))?.loadsShown).toBeUndefined();
  });

  test('leaves out a load whose files are no longer known: views then keep all files', async () => {
    const run = await bench.loaded(1, { orders: 1 });
    await bench.clock.advance(2 * 86_400_000);
    await bench.publish(run);
    await bench.publish(await bench.loaded(4, { orders: 5 }));
    expect(await listed()).toEqual([]);
  });
});

describe('partitions of one table', () => {
  const partitions = [{ schema: 'sales', table: 'orders[_]%', parent: { schema: 'sales', table: 'orders' } }];
  const shapeOf = (table: string, columns: readonly string[], primaryKey: readonly string[] = ['id']) => ({
    schema: 'sales',
    table,
    engine: 'postgres' as const,
    columns: columns.map((name) => ({ name, type: 'integer', nullable: false })),
    primaryKey: [...primaryKey],
  });
  const parquetOf = (...names: readonly string[]): Buffer =>
    Buffer.from(
      parquetWriteBuffer({ columnData: names.map((name) => ({ name, data: [1], type: 'INT32' })) }),
    );
  const keep = (run: string, ...shapes: readonly ReturnType<typeof shapeOf>[]) =>
    keepShapes(bench.history, 'sales/orders-daily', bench.clock.now(), run, shapes);
  const catalogued = async () =>
    (await bench.livePorts.catalogue.tables(database)).filter(
      ({ name }) => name !== 'lakeferry_newest_loads',
    );
  const lists = async () =>
    readLoadList(
      (await bench.livePorts.documents.read('lake', `lakeferry-newest-loads/${database}/orders-daily.json`))
        ?.text ?? '',
    );
  beforeEach(() => {
    bench.job = {
      ...bench.job,
      mode: 'full-load-and-cdc',
      expectedTables: [],
      partitions,
      targetSettings: { ...bench.job.targetSettings, DataFormat: 'parquet' },
    };
  });

  test('are one table, in the place of those that they had before', async () => {
    bench.job = { ...bench.job, partitions: [] };
    await bench.put('orders_2025', 'LOAD00000001.parquet', parquetOf('id', 'total'));
    await bench.publish(await bench.loaded(1, { orders_2025: 1 }));
    expect((await catalogued()).map(({ name }) => name)).toEqual(['orders_2025_changes']);

    bench.job = { ...bench.job, partitions };
    await bench.put('orders_2026', '20260301-100000000.parquet', parquetOf('id', 'total', 'more'));
    const run = await bench.loaded(2, { orders_2025: 1, orders_2026: 1 });
    await keep(run, shapeOf('orders_2025', ['id', 'total']), shapeOf('orders_2026', ['id', 'total', 'more']));
    await bench.publish(run);
    const [orders, ...others] = await catalogued();
    expect(others).toEqual([]);
    expect(orders).toMatchObject({
      name: 'orders_changes',
      location: 's3://lake/lake/live/sales/orders/',
      // An inheriting table may have more columns than its parent.
      columns: [{ name: 'id' }, { name: 'total' }],
      parameters: {
        'lakeferry.partitions': 'true',
        'lakeferry.source-table': '["sales","orders"]',
        'lakeferry.primary-key': '["id"]',
      },
    });
  });

  test('of which one is gone at the source are listed without it; one that is listed on its own, too', async () => {
    const first = await bench.loaded(1, { orders_2024: 1, orders_2025: 1 });
    for (const table of ['orders_2024', 'orders_2025'])
      await bench.put(table, 'LOAD00000001.parquet', parquetOf('id'));
    await keep(first, shapeOf('orders_2024', ['id']), shapeOf('orders_2025', ['id']));
    await bench.publish(first);
    const at = 'year=2026/month=03/day=01/hour=10';
    expect((await lists()).map(({ source, files }) => [source, files])).toEqual(
      ['2024', '2025'].map((year) => [
        `part=sales.orders_${year}`,
        [`s3://lake/lake/live/sales/orders/${at}/part=sales.orders_${year}/LOAD00000001.parquet`],
      ]),
    );

    await bench.clock.advance(3_600_000);
    const second = await bench.loaded(2, { orders_2024: 1, orders_2025: 1 });
    await keep(second, shapeOf('orders_2025', ['id']));
    const known = (await lists()).find(({ source }) => source.includes('2025'));
    await bench.publish(second);
    const [gone] = await lists();
    expect(gone).toMatchObject({
      source: 'part=sales.orders_2024',
      changesFrom: '20260301-110000000',
      files: [],
    });
    expect((await lists())[1]?.files).toEqual(known?.files);

    await bench.clock.advance(3_600_000);
    bench.job = {
      ...bench.job,
      expectedTables: [
        { schema: 'sales', table: 'orders_2025', targetSchema: 'sales', targetTable: 'orders_2025' },
      ],
    };
    const third = await bench.loaded(3, { orders_2025: 1 });
    await keep(third, shapeOf('orders_2025', ['id']));
    await bench.publish(third);
    expect((await lists()).find(({ source }) => source === 'part=sales.orders_2025')?.files).toEqual([]);
  });

  test.each([
    ['columns in another order in CSV', 'csv', ['total', 'id'], ['id'], []],
    ['another key', 'parquet', ['id', 'total'], ['total'], [undefined]],
  ])('with %s are not shown as one table', async (_, type, columns, key, keys) => {
    bench.job = {
      ...bench.job,
      targetSettings: { DataFormat: type, TimestampColumnName: 'at', AddColumnName: true },
    };
    const run = await bench.loaded(1, { orders_2025: 1, orders_2026: 1 });
    await keep(run, shapeOf('orders_2025', ['id', 'total']), shapeOf('orders_2026', columns, key));
    const file = (names: readonly string[]): Buffer =>
      type === 'csv' ? Buffer.from(`Op,at,${names.join(',')}\n`) : parquetOf(...names);
    await bench.put('orders_2025', `LOAD00000001.${type}`, file(['id', 'total']));
    await bench.put('orders_2026', `LOAD00000001.${type}`, file(columns));
    await bench.publish(run);
    expect((await catalogued()).map(({ parameters }) => parameters['lakeferry.primary-key'])).toEqual(keys);
    const { unlisted = [] } = (await bench.history.run(run)) ?? {};
    expect(unlisted.join()).toContain(
      type === 'csv' ? 'sales.orders: its partitions have different columns' : '',
    );
  });

  test('of a job without loads are listed only when they are gone', async () => {
    bench.job = { ...bench.job, mode: 'cdc' };
    const first = await bench.loaded(1, { orders_2024: 0, orders_2025: 0 });
    await keep(first, shapeOf('orders_2024', ['id']), shapeOf('orders_2025', ['id']));
    await bench.publish(first);
    expect(await lists()).toEqual([]);
    await bench.clock.advance(3_600_000);
    const second = await bench.loaded(2, { orders_2025: 0 });
    await keep(second, shapeOf('orders_2025', ['id']));
    await bench.publish(second);
    expect((await lists()).map(({ source }) => source)).toEqual(['part=sales.orders_2024']);
  });
});

test('a Parquet column whose type changes is declared with a type that earlier files have too, until a new folder', async () => {
  const typed = (name: string, type: 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'DECIMAL') =>
    type === 'DECIMAL'
      ? { element: { name, type: 'INT64' as const, converted_type: type, precision: 12, scale: 2 } }
      : { element: { name, type } };
  const stage = async (day: number, ...columns: readonly ReturnType<typeof typed>[]): Promise<void> => {
    const body = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ element }) => ({ ...element, repetition_type: 'OPTIONAL' as const })),
      ],
      columnData: columns.map(({ element: { name } }) => ({ name, data: [null] })),
    });
    await bench.put('orders', `2026030${day}-100000000.parquet`, Buffer.from(body));
    await bench.publish(await bench.loaded(day, { orders: 1 }));
    await bench.clock.advance(86_400_000);
  };
  const types = async () =>
    (await bench.livePorts.catalogue.tables(database))[0]?.columns.map(({ type }) => type);
  bench.job = { ...bench.job, expectedTables: [] };
  await stage(
    1,
    typed('a', 'INT32'),
    typed('b', 'INT64'),
    typed('c', 'DOUBLE'),
    typed('d', 'DECIMAL'),
    typed('e', 'INT32'),
  );
  expect(await types()).toEqual(['int', 'bigint', 'double', 'decimal(12,2)', 'int']);
  const now = [
    typed('a', 'DECIMAL'),
    typed('b', 'INT32'),
    typed('c', 'FLOAT'),
    typed('d', 'INT64'),
    typed('e', 'DOUBLE'),
  ];
  await stage(2, ...now);
  expect(await types()).toEqual(['decimal(12,2)', 'bigint', 'double', 'decimal(21,2)', 'double']);
  bench.job = { ...bench.job, publishing: { ...publishing, prefix: 'lake/again' } };
  await stage(3, ...now);
  expect(await types()).toEqual(['decimal(12,2)', 'int', 'float', 'bigint', 'double']);
});
