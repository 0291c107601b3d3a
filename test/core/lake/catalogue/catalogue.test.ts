import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';
import { glueTableNames } from '../../../../core/lake/catalogue/glue-names';
import { fileFormat, glueTable } from '../../../../core/lake/catalogue/glue-table';
import { hiveTypeOfParquet } from '../../../../core/lake/catalogue/hive-types';
import { projectedPlace } from '../../../../core/lake/catalogue/partition-projection';

const shape = {
  schema: 'HR',
  table: 'PEOPLE',
  engine: 'oracle' as const,
  columns: [
    { name: 'ID', type: 'number', precision: 10, scale: 0, nullable: false },
    { name: 'HIRED', type: 'date', nullable: true },
    { name: 'PAY', type: 'number', nullable: true },
  ],
};

test('Parquet: the footer decides names and types, because Athena rejects a type that contradicts the file', () => {
  const footer = [
    { name: 'schema', num_children: 2 },
    { name: 'ID', type: 'INT64', converted_type: 'INT_64' },
    { name: 'HIRED', type: 'INT64', logical_type: { type: 'TIMESTAMP' } },
  ];
  expect(columnsOf({ footer, shape, added: { type: 'parquet', operation: false } })).toEqual([
    { name: 'ID', type: 'bigint', sourceType: 'number(10,0)' },
    { name: 'HIRED', type: 'timestamp', sourceType: 'date' },
  ]);
});

test('without a file the columns are those of the source and of DMS; a NUMBER without precision is decimal(38,10)', () => {
  const columns = columnsOf({
    shape,
    added: { type: 'parquet', operation: true, timestamp: 'dms_commit_timestamp' },
  });
  expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'Op string',
    'dms_commit_timestamp string',
    'ID decimal(10,0)',
    'HIRED timestamp',
    'PAY decimal(38,10)',
  ]);
});

test('CSV: names from the header, types from the source where it has the column', () => {
  const header = csvHeader('Op,id,"a ""b"", c"\r\nI,1,x\n', ',');
  expect(header).toEqual(['Op', 'id', 'a "b", c']);
  expect(
    columnsOf({ header, shape, added: { type: 'csv', operation: true } }).map(({ type }) => type),
  ).toEqual(['string', 'decimal(10,0)', 'string']);
  expect(csvHeader('no line end', ',')).toBeUndefined();
});

test('CSV tables are text for OpenCSVSerde, whose escape character does not change \\N', () => {
  const format = fileFormat(
    { DataFormat: 'csv', CsvDelimiter: ';', AddColumnName: true, CsvNullValue: '\\N' },
    false,
  );
  const table = glueTable({
    jobKey: 'hr/people',
    source: { schema: 'HR', table: 'EMPLOYEES' },
    name: 'employees',
    location: 's3://lake/x/',
    columns: [{ name: 'ID', type: 'int' }],
    format,
  });
  expect(table.StorageDescriptor.Columns).toEqual([{ Name: 'id', Type: 'string' }]);
  expect(table.StorageDescriptor.SerdeInfo).toEqual({
    SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
    Parameters: { separatorChar: ';', quoteChar: '"', escapeChar: '\u0001' },
  });
  expect(table.Parameters).toMatchObject({ 'skip.header.line.count': '1', 'lakeferry.types': '["int"]' });
});

test.each([
  [{ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', precision: 28, scale: 6 }, 'decimal(28,6)'],
  [{ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', precision: 50, scale: 2 }, 'binary'],
  [{ type: 'INT32', converted_type: 'DATE' }, 'date'],
  [{ type: 'INT32', converted_type: 'INT_16' }, 'smallint'],
  [{ type: 'BYTE_ARRAY' }, 'binary'],
  [{ type: 'BYTE_ARRAY', converted_type: 'UTF8' }, 'string'],
  [{ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, 'timestamp'],
])('Parquet %j is %s', (element, type) => {
  expect(hiveTypeOfParquet({ name: 'c', ...element })).toBe(type);
});

test('names: a suffix for changes, the schema where two tables share a name, the job where another job has the name', () => {
  const tables = [
    { schema: 'sales', table: 'Orders' },
    { schema: 'old', table: 'orders' },
    { schema: 'sales', table: 'a-b' },
  ];
  const named = { job: 'orders-daily', tables, taken: new Set(['a_b']) };
  expect(glueTableNames({ ...named, kind: 'snapshot' })).toEqual([
    'sales__orders',
    'old__orders',
    'orders_daily__a_b',
  ]);
  expect(glueTableNames({ ...named, kind: 'arrival' })[2]).toBe('a_b_changes');
});

test('tables whose names differ only in case or signs are two tables of the catalogue, with equal names in each run', () => {
  const tables = ['Orders', 'orders', 'a-b', 'a_b'].map((table) => ({ schema: 'sales', table }));
  const names = glueTableNames({ job: 'daily', kind: 'snapshot', tables, taken: new Set() });
  expect(new Set(names).size).toBe(4);
  expect(names[0]).toMatch(/^sales__orders__[0-9a-f]{8}$/);
  expect(
    glueTableNames({ job: 'daily', kind: 'snapshot', tables: tables.toReversed(), taken: new Set() }),
  ).toEqual(names.toReversed());
});

const placed = {
  bucket: 'lake',
  prefix: 'sales/live',
  lowerCase: true,
  table: { schema: 'SALES', table: 'Orders' },
  columns: ['id', 'Year'],
  firstYear: 2025,
};

test('partitions are projected from the layout; a key with the name of a column gets another name', () => {
  const { folder, partitions } = projectedPlace({
    ...placed,
    layout: '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}',
  });
  expect(folder).toBe('sales/live/sales/orders/');
  expect(partitions.keys).toEqual([
    { Name: 'partition_year', Type: 'string' },
    { Name: 'month', Type: 'int' },
    { Name: 'day', Type: 'int' },
    { Name: 'hour', Type: 'int' },
  ]);
  expect(partitions.parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.partition_year.type': 'date',
    'projection.partition_year.range': '2025,NOW+1YEARS',
    'projection.hour.range': '0,23',
    'projection.hour.digits': '2',
    'storage.location.template':
      // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of Athena
      's3://lake/sales/live/sales/orders/year=${partition_year}/month=${month}/day=${day}/hour=${hour}/',
  });
});

test('dt is one key', () => {
  const { partitions } = projectedPlace({ ...placed, layout: '{schema}/{table}/dt={year}-{month}-{day}' });
  expect(partitions.keys).toEqual([{ Name: 'dt', Type: 'string' }]);
  expect(partitions.parameters).toMatchObject({
    'projection.dt.format': 'yyyy-MM-dd',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholder of Athena
    'storage.location.template': 's3://lake/sales/live/sales/orders/dt=${dt}/',
  });
});
