import { type AddedColumns, checkedColumns, fileColumns } from '../../core/lake/catalogue/file-columns';
import { hiveTypeOfParquet, type ParquetElement } from '../../core/lake/catalogue/hive-types';
import { readStagedKey } from '../../core/lake/keys/staged-key';
import type { JobPlan } from '../../core/planning/job-plan';
import { entriesOf } from '../helpers/recorded/entries';

test.each(
  entriesOf<
    {
      readonly key: string;
      readonly job: Pick<JobPlan, 'stagingFolder' | 'expectedTables' | 'targetSettings'>;
    },
    { readonly kind: string; readonly schema: string; readonly table: string; readonly year?: string }
  >('staged-key'),
)('%s: %s', (_id, _meaning, { payload, expect: { year, ...said } }) => {
  const date = year === undefined ? {} : { date: { year } };
  expect(readStagedKey(payload.key, payload.job)).toMatchObject({ ...said, ...date });
});

test.each(
  entriesOf<
    { readonly columns: readonly string[]; readonly lines: readonly string[] },
    { readonly sequenceDigits: number }
  >('csv-order'),
)('%s: %s', (_id, _meaning, { payload: { columns, lines }, expect: said }) => {
  const [, timestamp = '', ...others] = columns;
  const sequence = others.pop() ?? '';
  const added: AddedColumns = { type: 'csv', operation: true, timestamp, sequence };
  const shape = {
    engine: 'postgres',
    schema: 'public',
    table: 'orders',
    columns: others.map((name) => ({ name, type: 'text', nullable: true })),
  } as const;
  const read = fileColumns(shape, added, []);
  expect(read.map(({ name }) => name)).toEqual(columns);
  for (const line of lines) {
    const fields = line.split(',');
    // The recording leaves out fields in the middle.
    const whole = [...fields.slice(0, columns.length - 1), fields.at(-1) ?? ''];
    expect(checkedColumns(read, added, whole)).toBe(read);
    expect(fields.at(-1)).toMatch(new RegExp(`^\\d{${said.sequenceDigits}}$`));
  }
});

type Element = readonly [string, string, string | null, string, string];

test.each(
  entriesOf<{ readonly elements: readonly Element[] }, { readonly hive: Readonly<Record<string, string>> }>(
    'parquet',
  ),
)('%s: %s', (_id, _meaning, { payload, expect: said }) => {
  const read = payload.elements.map((element) => [element[0], hiveTypeOfParquet(elementOf(element))]);
  expect(Object.fromEntries(read)).toEqual(said.hive);
});

function elementOf([name, physical, converted]: Element): ParquetElement {
  const [type = ''] = physical.split('(');
  if (converted === null) return { name, type };
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(converted) ?? [];
  return precision === undefined
    ? { name, type, converted_type: converted }
    : { name, type, converted_type: 'DECIMAL', precision: Number(precision), scale: Number(scale) };
}
