import { columnRows } from '../../../console/web/pages/table/column-rows';

const source = { name: 'ID', type: 'number', precision: 10, scale: 0, nullable: false };

test('a row has a column at both ends, whatever the case of its name', () => {
  const page = { primaryKey: ['ID'], columns: [{ source, lake: { name: 'ID', type: 'bigint' } }] };
  expect(columnRows(page, { columns: [{ name: 'id', type: 'int' }] })).toEqual([
    {
      id: 'source ID',
      source: 'ID',
      type: 'number(10,0)',
      nullable: false,
      key: 1,
      lake: 'ID',
      next: 'bigint',
      found: 'int',
    },
  ]);
});

test('columns that only readers find, that are left out, and that are added are shown', () => {
  const page = {
    primaryKey: [],
    columns: [{ source }, { lake: { name: 'Op', type: 'string' } }],
  };
  const rows = columnRows(page, { columns: [{ name: 'old', type: 'string' }] });
  expect(rows.map(({ id, source: name, lake, found }) => [id, name, lake, found])).toEqual([
    ['source ID', 'ID', undefined, undefined],
    ['lake Op', undefined, 'Op', undefined],
    ['lake old', undefined, 'old', 'string'],
  ]);
});
