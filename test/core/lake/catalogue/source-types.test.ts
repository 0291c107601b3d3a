import { parseType } from '../../../../core/lake/catalogue/parse-type';
import { hiveTypeOfSource } from '../../../../core/lake/catalogue/source-types';

test.each([
  ['timestamp(6) with time zone', 'timestamp with time zone', false],
  ['TIMESTAMP  WITH TIME ZONE', 'timestamp with time zone', false],
  ['timestamp without time zone[]', 'timestamp without time zone', true],
  ['numeric(10,2)[][3]', 'numeric', true],
  ['double precision', 'double precision', false],
])('%s is the type %s', (text, name, isArray) => {
  expect(parseType(text)).toEqual({ name, isArray });
});

const size = (precision?: number, scale?: number) => ({
  ...(precision === undefined ? {} : { precision }),
  ...(scale === undefined ? {} : { scale }),
});

test.each([
  ['postgres', 'timestamp with time zone', {}, 'timestamp', 'timestamp'],
  ['postgres', 'timestamp without time zone[]', {}, 'string', 'string'],
  ['postgres', 'date[]', {}, 'string', 'string'],
  ['postgres', 'integer[]', {}, 'string', 'string'],
  ['postgres', 'numeric[]', {}, 'string', 'string'],
  ['postgres', 'timestamprange', {}, 'string', 'string'],
  ['postgres', 'datemultirange', {}, 'string', 'string'],
  ['postgres', 'bit', { length: 1 }, 'string', 'string'],
  ['postgres', 'boolean', {}, 'boolean', 'string'],
  ['postgres', 'time without time zone', {}, 'string', 'int'],
  ['postgres', 'time without time zone[]', {}, 'string', 'string'],
  ['sqlserver', 'time', { scale: 7 }, 'string', 'int'],
  ['mysql', 'time', {}, 'string', 'string'],
  ['postgres', 'money', {}, 'decimal(38,4)', 'decimal(38,4)'],
  ['postgres', 'numeric', {}, 'decimal(38,6)', 'decimal(28,6)'],
  ['postgres', 'numeric', size(50, 2), 'string', 'string'],
  ['postgres', 'numeric', size(39, 0), 'string', 'string'],
  ['postgres', 'numeric', size(38, 38), 'decimal(38,38)', 'decimal(38,38)'],
  ['postgres', 'numeric', size(3, -2), 'decimal(5,0)', 'decimal(5,0)'],
  ['postgres', 'numeric', size(3, 5), 'decimal(5,5)', 'decimal(5,5)'],
  ['postgres', 'numeric', size(10), 'decimal(10,0)', 'decimal(10,0)'],
  ['oracle', 'number', {}, 'decimal(38,10)', 'decimal(38,10)'],
  ['oracle', 'number', size(undefined, 0), 'decimal(38,0)', 'decimal(38,0)'],
  ['oracle', 'number', size(38, -84), 'string', 'string'],
  ['oracle', 'number', size(2, 127), 'string', 'string'],
  ['oracle', 'date', {}, 'timestamp', 'timestamp'],
  ['oracle', 'timestamp', {}, 'timestamp', 'timestamp'],
  ['oracle', 'timestamp(6) with time zone', {}, 'string', 'string'],
  ['oracle', 'timestamp with local time zone', {}, 'string', 'string'],
  ['oracle', 'float', size(126), 'double', 'double'],
  ['mysql', 'decimal', size(65, 30), 'string', 'string'],
  ['mysql', 'int', {}, 'bigint', 'int'],
  ['mysql', 'bigint', {}, 'decimal(20,0)', 'bigint'],
  ['mysql', 'bit', { length: 8 }, 'string', 'boolean'],
  ['mysql', 'bit', { length: 1 }, 'boolean', 'boolean'],
  ['mysql', 'datetime', {}, 'timestamp', 'timestamp'],
  ['mysql', 'float', {}, 'float', 'double'],
  ['mysql', 'bigint unsigned', {}, 'decimal(20,0)', 'bigint'],
  ['mysql', 'int unsigned', {}, 'bigint', 'bigint'],
  ['mysql', 'smallint unsigned', {}, 'int', 'int'],
  ['oracle', 'number', size(9, 0), 'decimal(9,0)', 'int'],
  ['sqlserver', 'timestamp', {}, 'binary', 'binary'],
  ['sqlserver', 'datetimeoffset', {}, 'string', 'string'],
  ['sqlserver', 'datetime2', size(undefined, 7), 'timestamp', 'timestamp'],
  ['sqlserver', 'nvarchar', {}, 'string', 'string'],
  ['sqlserver', 'money', {}, 'decimal(19,4)', 'decimal(19,4)'],
  ['sqlserver', 'float', {}, 'double', 'double'],
] as const)('%s’s %s %j is %s in the view of CSV, %s in Parquet', (engine, type, sizes, csv, parquet) => {
  const column = { name: 'c', type, nullable: true, ...sizes };
  expect(hiveTypeOfSource(engine, column, 'csv')).toBe(csv);
  expect(hiveTypeOfSource(engine, column, 'parquet')).toBe(parquet);
});

test.each([
  ['postgres', 'numeric', {}, 'mapUnboundedNumericAsString=true', 'string', 'string'],
  ['postgres', 'numeric', {}, 'slotName=a;MapUnboundedNumericAsString=y', 'string', 'string'],
  ['postgres', 'numeric', {}, 'mapUnboundedNumericAsString=false', 'decimal(38,6)', 'decimal(28,6)'],
  ['postgres', 'numeric', size(10, 2), 'mapUnboundedNumericAsString=true', 'decimal(10,2)', 'decimal(10,2)'],
  ['postgres', 'boolean', {}, 'mapBooleanAsBoolean=true', 'boolean', 'boolean'],
  ['postgres', 'boolean[]', {}, 'mapBooleanAsBoolean=true', 'string', 'string'],
  ['oracle', 'number', {}, 'numberDataTypeScale=-2', 'string', 'string'],
  ['oracle', 'number', {}, 'numberDataTypeScale=-1', 'double', 'double'],
  ['oracle', 'number', {}, 'numberDataTypeScale=4;x=y', 'decimal(38,4)', 'decimal(38,4)'],
  ['oracle', 'number', size(undefined, 0), 'numberDataTypeScale=-2', 'decimal(38,0)', 'decimal(38,0)'],
  ['mysql', 'decimal', {}, 'numberDataTypeScale=-2', 'decimal(38,0)', 'decimal(38,0)'],
] as const)(
  '%s’s %s %j with %s is %s in the view of CSV, %s in Parquet',
  (engine, type, sizes, attributes, csv, parquet) => {
    const column = { name: 'c', type, nullable: true, ...sizes };
    expect(hiveTypeOfSource(engine, column, 'csv', attributes)).toBe(csv);
    expect(hiveTypeOfSource(engine, column, 'parquet', attributes)).toBe(parquet);
  },
);
