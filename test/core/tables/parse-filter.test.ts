import { checkFilters } from '../../../core/config/checks/filter-checks';
import { parseFilters, UnreadableFilter } from '../../../core/tables/parse-filter';
import type { TableFilter } from '../../../core/tables/table-filter';

test.each<[string, readonly TableFilter[]]>([
  ['id = 5', [{ column: 'id', operator: 'eq', value: '5' }]],
  ["name <> 'O''Hara'", [{ column: 'name', operator: 'noteq', value: "O'Hara" }]],
  ['"Order Id" >= -1.5', [{ column: 'Order Id', operator: 'gte', value: '-1.5' }]],
  [
    "day between '2026-01-01' and '2026-01-31' AND id <= 9",
    [
      { column: 'day', operator: 'between', values: ['2026-01-01', '2026-01-31'] },
      { column: 'id', operator: 'lte', value: '9' },
    ],
  ],
  ['id not between 1 and 10', [{ column: 'id', operator: 'notbetween', values: ['1', '10'] }]],
  ["status in ('new', 'paid')", [{ column: 'status', operator: 'eq', values: ['new', 'paid'] }]],
  [
    'a is null and b is not null',
    [
      { column: 'a', operator: 'null' },
      { column: 'b', operator: 'notnull' },
    ],
  ],
])('%s', (text, filters) => {
  expect(parseFilters(text)).toEqual(filters);
  // The checks of a department file accept what the command accepts.
  expect(checkFilters([], filters)).toEqual([]);
});

test.each([
  ['', /has nothing where a column is expected/],
  ['id', /compares id with nothing/],
  ['id < 5', /compares id with "<", which DMS does not know/],
  ["name like 'a%'", /compares name with "like"/],
  ['id = 5 or id = 6', /contains "or"/],
  ['id = 5 id = 6', /has "id" where "and" or the end is expected/],
  ['id = other', /has "other" where a value is expected/],
  ['id between 1', /has no "and"/],
  ['id in 1', /has no "\("/],
  ['id in (1', /in the list of "in"/],
  ['id not in (1)', /has "in" after "not"/],
  ['id is 5', /has "5" after "is"/],
  ['id = 5; drop table x', /cannot be read from "; drop table x"/],
  ["id = 'x", /cannot be read from "'x"/],
  ['lower(name) = 5', /compares lower with "\("/],
])('%s is rejected, and it says what to write', (text, message) => {
  const parse = () => parseFilters(text);
  expect(parse).toThrow(UnreadableFilter);
  expect(parse).toThrow(message);
});
