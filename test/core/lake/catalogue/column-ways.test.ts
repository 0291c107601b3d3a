import { columnWays } from '../../../../core/lake/catalogue/column-ways';

const column = (name: string, type: string) => ({ name, type, nullable: true });
const shape = {
  schema: 'sales',
  table: 'orders',
  engine: 'postgres',
  columns: [column('id', 'bigint'), column('secret', 'text'), column('Total', 'numeric')],
} as const;
const rule = (id: string, name: string, action: string) => ({
  'rule-type': 'transformation',
  'rule-target': 'column',
  'rule-id': id,
  'rule-name': id,
  'object-locator': { 'schema-name': 'sales', 'table-name': 'orders', 'column-name': name },
  'rule-action': action,
});

test('columns of the lake come first, then those of the source that rules leave out', () => {
  const rules = [rule('1', 'secret', 'remove-column'), rule('2', '%', 'convert-lowercase')];
  const added = { type: 'parquet', operation: true, timestamp: 'committed_at' } as const;
  const ways = columnWays({ ...shape, columns: [...shape.columns] }, added, rules);
  expect(ways.map(({ source, lake }) => [source?.name, lake?.name, lake?.type])).toEqual([
    [undefined, 'Op', 'string'],
    [undefined, 'committed_at', 'string'],
    ['id', 'id', 'bigint'],
    ['Total', 'total', 'decimal(28,6)'],
    ['secret', undefined, undefined],
  ]);
});
