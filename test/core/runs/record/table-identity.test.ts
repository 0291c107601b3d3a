import { tableKey } from '../../../../core/runs/record/history-keys';
import { tableFindings } from '../../../../core/runs/verdict/table-findings';

const dotted = { schema: 'a.b', table: 'c' };
const other = { schema: 'a', table: 'b.c' };

test('tables whose names differ only in the place of the dot are two tables', () => {
  expect(tableKey('run', dotted)).not.toEqual(tableKey('run', other));
  const tables = [{ ...dotted, state: 'Table completed', rows: 1, errorRows: 0 }];
  const expected = [{ ...other, targetSchema: 'a', targetTable: 'c' }];
  expect(tableFindings({ tables, expected })).toEqual([
    { code: 'table-missing', table: 'a.b.c', detail: 'DMS did not list it' },
  ]);
});
