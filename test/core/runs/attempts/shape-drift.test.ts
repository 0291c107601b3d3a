import { shapeDrift } from '../../../../core/runs/attempts/shape-drift';
import type { SeenShape, TableShape } from '../../../../core/tables/table-shape';

const first = 'sales.daily.20260301T100000Z';
const record = { run: `${first}.2`, firstAttempt: first };
const shape = (table: string, columns = ['id'], primaryKey = ['id']): TableShape => ({
  schema: 'sales',
  table,
  engine: 'postgres',
  columns: columns.map((name) => ({ name, type: 'integer', nullable: false })),
  primaryKey,
});
const seen = (shapes: readonly TableShape[], run = first, seenAt = '2026-03-01T10:00:00Z'): SeenShape[] =>
  shapes.map((one) => ({ ...one, run, seenAt }));

const both = [shape('orders'), shape('items')];

test.each<[string, readonly SeenShape[], readonly TableShape[], RegExp | undefined]>([
  ['equal columns', seen(both), both, undefined],
  ['columns that an attempt of the run saw', seen(both, `${first}.1`), both, undefined],
  [
    'a new column',
    seen(both),
    [shape('orders', ['id', 'x']), shape('items')],
    /sales.orders has changed: x: /,
  ],
  ['another key', seen(both), [shape('orders', ['id'], []), shape('items')], /the primary key was \(id\)/],
  ['a new table', seen([shape('orders')]), both, /sales.items is new/],
  ['a table that is gone', seen(both), [shape('orders')], /sales.items is missing/],
  ['columns that another run saw since', seen(both, 'sales.daily.20260302T100000Z'), both, /are not known/],
  ['columns that nobody saw', [], both, /are not known/],
  ['a decision that this attempt made before', seen(both, record.run), [shape('orders', ['x'])], undefined],
])('%s', (_, last, now, expected) => {
  const found = shapeDrift(record, last, now);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(expected);
});

test('shapes of tables that only an earlier check saw do not count', () => {
  const old = seen([shape('gone')], first, '2026-02-01T10:00:00Z').map((one) => ({ ...one, run: 'other' }));
  expect(shapeDrift(record, [...old, ...seen(both)], both)).toBeUndefined();
});
