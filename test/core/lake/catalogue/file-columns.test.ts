import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';

const text = (name: string) => ({ name, type: 'text', nullable: true });
const shape = {
  engine: 'postgres' as const,
  schema: 'public',
  table: 'orders',
  columns: ['order_id', 'customer', 'ship_country'].map(text),
};
const added = { type: 'csv' as const, operation: true, timestamp: 'committed', sequence: 'sequence' };
const namesOf = (evidence: Partial<Parameters<typeof columnsOf>[0]>) =>
  columnsOf({ shape, added, ...evidence }).map(({ name }) => name);

/** Lines that DMS wrote from Aurora PostgreSQL: https://tempered.works/posts/2024/05/28/ */
const observed = [
  'I,2024-05-28 19:51:41.388146,19998,VINET,France,20240528195141380000000000000000061',
  'D,2024-05-28 19:58:56.758486,19998,,,20240528195856750000000000000000085',
];

test.each(observed)('a line that DMS wrote has the time behind the operation: %s', (line) => {
  const fields = csvHeader(`${line}\n`, ',');
  expect(namesOf({ fields })).toEqual([
    'Op',
    'committed',
    ...shape.columns.map(({ name }) => name),
    'sequence',
  ]);
});

test('the guide leaves the place of the time open: it is also found behind the columns of the source', () => {
  const fields = ['I', '19998', 'VINET', 'France', '2024-05-28 19:51:41.388146', '2024'];
  expect(namesOf({ fields })).toEqual([
    'Op',
    'order_id',
    'customer',
    'ship_country',
    'committed',
    'sequence',
  ]);
});

test.each([
  ['a field more than columns', ['I', '2024-05-28 19:51:41.388146', '1', 'a', 'b', 'c', 'd']],
  ['a field less than columns', ['I', '2024-05-28 19:51:41.388146', '1', 'a', 'b']],
  ['no operation', ['1', '2024-05-28 19:51:41.388146', '1', 'a', 'b', 'c']],
  ['no time', ['I', 'x', '1', 'a', 'b', 'c']],
])('a line that contradicts the columns gives none, rather than wrong ones: %s', (_, fields) => {
  expect(namesOf({ fields })).toEqual([]);
});

test('without a line the known order holds', () => {
  expect(namesOf({ added: { type: 'csv', operation: false } })).toEqual([
    'order_id',
    'customer',
    'ship_country',
  ]);
});
