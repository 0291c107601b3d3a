import { mapConcurrently } from '../../../../core/concurrency';
import { copyParts } from '../../../../core/lake/copy-parts';
import { type Arrival, lakeKey } from '../../../../core/lake/keys/lake-key';
import { jobKeyOf, readStagedKey } from '../../../../core/lake/keys/staged-key';
import { sampleJob } from '../../../helpers/runs/plan';

const arrival: Arrival = {
  kind: 'arrival',
  prefix: 'raw/sales',
  lowerCase: false,
  layout: '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
};
const job = sampleJob(
  { department: 'sales', job: 'live', tables: ['orders', 'odd/name'] },
  { publishing: arrival },
);
const moment = new Date('2026-03-29T00:59:59.999Z');

function keyOf(staged: string, over: Partial<Arrival> = {}, settings = job.targetSettings): string {
  const file = readStagedKey(staged, { ...job, targetSettings: settings });
  if (file.kind === 'foreign') return `foreign: ${file.reason}`;
  const made = lakeKey(file, moment, { ...arrival, ...over });
  return made.kind === 'lake' ? made.key : `foreign: ${made.reason}`;
}

test('schema and table are in the key: LOAD00000001.csv of three tables in one hour are three objects', () => {
  const keys = ['sales/orders', 'sales/items', 'crm/orders'].map((table) =>
    keyOf(`sales/live/${table}/LOAD00000001.csv`),
  );
  expect(keys[0]).toBe('raw/sales/sales/orders/year=2026/month=03/day=29/hour=00/LOAD00000001.csv');
  expect(new Set(keys).size).toBe(3);
});

test.each([
  ['Europe/Vienna', 'hour=01'],
  ['America/New_York', 'day=28/hour=20'],
  ['Pacific/Auckland', 'day=29/hour=13'],
])('the partition is the local time in %s', (timeZone, part) => {
  expect(keyOf('sales/live/sales/orders/a.csv', { timeZone })).toContain(part);
});

test('midnight is hour 00', () => {
  const file = readStagedKey('sales/live/sales/orders/a.csv', job);
  if (file.kind === 'foreign') throw new Error(file.reason);
  expect(lakeKey(file, new Date('2026-01-01T00:00:00Z'), arrival)).toMatchObject({
    key: expect.stringContaining('/year=2026/month=01/day=01/hour=00/'),
  });
});

test('lower-case is for schema and table, not for prefix and file', () => {
  expect(
    keyOf('sales/live/HR/EMP/LOAD1.CSV', { lowerCase: true, prefix: 'Raw', layout: '{schema}/{table}' }),
  ).toBe('Raw/hr/emp/LOAD1.CSV');
});

const folders = {
  DatePartitionEnabled: true,
  DatePartitionSequence: 'YYYYMMDDHH',
  DatePartitionDelimiter: 'SLASH',
};

test.each([
  ['2025/12/31/23', 'SLASH', 'YYYYMMDDHH'],
  ['2025_12_31_23', 'UNDERSCORE', 'YYYYMMDDHH'],
  ['2025-12-31-23', 'DASH', 'YYYYMMDDHH'],
  ['2025123123', 'NONE', 'yyyymmddhh'],
])(
  'the date folder %s (%s, %s) is the partition',
  (folder, DatePartitionDelimiter, DatePartitionSequence) => {
    const settings = { ...folders, DatePartitionDelimiter, DatePartitionSequence };
    expect(keyOf(`sales/live/sales/orders/${folder}/x.csv`, { partitionBy: 'dms-folders' }, settings)).toBe(
      'raw/sales/sales/orders/year=2025/month=12/day=31/hour=23/x.csv',
    );
  },
);

test.each([
  ['DDMMYYYY', '31/12/2025'],
  ['MMYYYYDD', '12/2025/31'],
])('%s is read in its order', (DatePartitionSequence, folder) => {
  const settings = { ...folders, DatePartitionSequence };
  expect(
    keyOf(
      `sales/live/sales/orders/${folder}/x.csv`,
      { partitionBy: 'dms-folders', layout: '{schema}/{table}/{year}-{month}-{day}' },
      settings,
    ),
  ).toBe('raw/sales/sales/orders/2025-12-31/x.csv');
});

test('a file of a load is in no date folder, and its partition is the time of its arrival', () => {
  expect(
    keyOf('sales/live/sales/orders/LOAD00000001.csv', { partitionBy: 'dms-folders' }, folders),
  ).toContain('year=2026');
});

const parallel = (type: string, over = {}, target?: string) => ({
  ...job,
  tableMappings: {
    rules: [
      {
        'rule-type': 'table-settings',
        'rule-id': '9',
        'object-locator': { 'schema-name': 'sales', 'table-name': 'orders', ...over },
        'parallel-load': { type },
      },
    ],
  },
  expectedTables:
    target === undefined
      ? job.expectedTables
      : [{ schema: 'sales', table: 'orders', targetSchema: 'sales', targetTable: target }],
});
const loadKey = (staged: string, plan: ReturnType<typeof parallel>, settings = job.targetSettings) => {
  const file = readStagedKey(staged, { ...plan, targetSettings: settings });
  if (file.kind === 'foreign') return file.reason;
  const made = lakeKey(file, moment, arrival);
  return made.kind === 'lake' ? made.key : made.reason;
};
const partition = 'raw/sales/sales/orders/year=2026/month=03/day=29/hour=00';

test.each(['partitions-auto', 'subpartitions-auto', 'partitions-list', 'ranges'])(
  'files of a parallel load (%s) are in folders of partitions: each has a key of its own in its table',
  (type) => {
    const keys = ['P1', 'P2', '20260131'].map((folder) =>
      loadKey(`sales/live/sales/orders/${folder}/LOAD00000001.csv`, parallel(type), {
        DatePartitionEnabled: true,
        DatePartitionDelimiter: 'NONE',
      }),
    );
    expect(keys).toEqual(['P1', 'P2', '20260131'].map((folder) => `${partition}/${folder}/LOAD00000001.csv`));
  },
);

test('segments and compressed files, patterns of rules, renamed tables', () => {
  const segment = 'sales/live/sales/orders/SEGMENT1_LOAD0000000A.csv.gz';
  expect(loadKey(segment, parallel('ranges'))).toBe(`${partition}/SEGMENT1_LOAD0000000A.csv.gz`);
  const file = 'sales/live/sales/orders/P1/LOAD00000001.parquet';
  expect(loadKey(file, parallel('partitions-auto', { 'table-name': 'ord%' }))).toContain(
    '/P1/LOAD00000001.parquet',
  );
  const renamed = parallel('partitions-auto', {}, 'bills');
  expect(loadKey('sales/live/sales/bills/P1/LOAD00000001.csv', renamed)).toContain('/sales/bills/year=2026');
  expect(loadKey(file, renamed)).toContain('is not a date folder');
});

test.each([
  ['another table', 'sales/live/sales/items/P1/LOAD00000001.csv', parallel('partitions-auto')],
  ['no parallel load', 'sales/live/sales/orders/P1/LOAD00000001.csv', parallel('none')],
  ['a file of changes', 'sales/live/sales/orders/P1/20260101-100000000.csv', parallel('partitions-auto')],
])('a folder that no load of the table makes stays foreign: %s', (_, key, plan) => {
  expect(loadKey(key, plan)).toContain('is not a date folder');
});

test('a table of the plan may have a slash in its name', () => {
  expect(keyOf('sales/live/sales/odd/name/a.csv', { layout: '{schema}/{table}' })).toBe(
    'raw/sales/sales/odd/name/a.csv',
  );
});

test.each([
  ['sales/other/sales/orders/a.csv', "it is not in the job's staging folder sales/live/"],
  ['sales/live/a.csv', 'it is not in a folder <schema>/<table>'],
  ['sales/live/sales/a.csv', 'it is not in a folder <schema>/<table>'],
  ['sales/live/sales/orders/', 'it is a folder, not a file'],
  ['sales/live/sales/orders/x/a.csv', `"x" is not a date folder of the job's endpoint`],
  [
    'sales/live/txn/CDC_TXN-20260101000000000.csv',
    'a file of transactions contains changes of several tables',
  ],
])('%s is foreign', (key, reason) => {
  expect(keyOf(key)).toBe(`foreign: ${reason}`);
});

test('a key of 1,000 bytes is accepted; a key of more than 1,024 bytes in the lake is rejected with a fix', () => {
  const staged = (bytes: number) => {
    const head = 'sales/live/sales/orders/';
    return `${head}${'ä'.repeat((bytes - head.length) / 2)}`;
  };
  expect(Buffer.byteLength(keyOf(staged(1000), { layout: '{schema}/{table}' }))).toBe(999);
  expect(keyOf(staged(1000))).toBe(
    "foreign: its key in the lake would have 1033 bytes, but S3 allows 1024; shorten the job's lake prefix or layout",
  );
});

test.each([
  ['a/b/c', 'a/b'],
  ['a/b/', undefined],
  ['a', undefined],
  ['/a/b/c', undefined],
  ['A/b/c', undefined],
])('the job of %s is %s', (key, job) => {
  expect(jobKeyOf(key)).toBe(job);
});

test('parts cover each byte once, and there are at most 10,000', () => {
  const GiB = 1024 ** 3;
  for (const size of [5 * GiB + 1, 6 * GiB, 5 * 1024 * GiB, 50e12]) {
    const parts = copyParts(size);
    expect(parts.length).toBeLessThanOrEqual(10_000);
    let next = 0;
    for (const { range } of parts) {
      const [from = 0, to = 0] = range.slice('bytes='.length).split('-').map(Number);
      expect(from).toBe(next);
      expect(to - from + 1).toBeLessThanOrEqual(5 * GiB);
      next = to + 1;
    }
    expect(next).toBe(size);
  }
});

test('work is bounded and in order, and nothing starts after a failure', async () => {
  let running = 0;
  let most = 0;
  const results = await mapConcurrently(3, [5, 1, 4, 2, 3], async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, item));
    running -= 1;
    return item * 2;
  });
  expect(results).toEqual([10, 2, 8, 4, 6]);
  expect(most).toBe(3);
  const begun: number[] = [];
  const failing = mapConcurrently(1, [1, 2, 3], async (item) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
  });
  await expect(failing).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});

test.each([
  ['orders', 'orders_2026', false, 'sales/orders/part=sales.orders_2026'],
  ['Orders', 'Orders_2026', true, 'sales/orders/part=sales.orders_2026'],
  ['orders', 'a.b%c', false, 'sales/orders/part=sales.a%2Eb%25c'],
])('a partition of %s named %s has a folder in those of its parent', (table, name, lowerCase, expected) => {
  const file = { kind: 'staged', schema: 'sales', table: name, file: 'LOAD00000001.csv' } as const;
  const made = lakeKey(
    file,
    moment,
    { ...arrival, lowerCase, layout: '{schema}/{table}' },
    { schema: 'sales', table },
  );
  expect(made).toMatchObject({ key: `raw/sales/${expected}/LOAD00000001.csv` });
});
