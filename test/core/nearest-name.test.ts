import { didYouMean } from '../../core/nearest-name';
import { timeZoneNames } from '../../core/schedule/zone-time';
import { filterOperators } from '../../core/tables/table-filter';

test.each([
  ['ste', 'did you mean "lte"?'],
  ['le', 'did you mean "lte"?'],
  ['GE', 'did you mean "gte"?'],
  ['>=', 'did you mean "gte"?'],
  ['<>', 'did you mean "noteq"?'],
  ['is null', 'did you mean "null"?'],
  ['betwen', 'did you mean "between"?'],
  ['gt', expect.stringMatching(/no operator >: gte includes the value itself/)],
  ['lt', expect.stringMatching(/no operator <: lte includes the value itself/)],
  ['like', expect.stringMatching(/does not filter by patterns/)],
  ['xte', undefined],
])('the filter operator %s: %s', (wrong, hint) => {
  expect(didYouMean(wrong, filterOperators).hint).toEqual(hint);
});

test.each([
  ['Europe/Wien', 'did you mean "Europe/Vienna"?'],
  ['Europe/Prag', 'did you mean "Europe/Prague"?'],
  ['Europe/Viena', 'did you mean "Europe/Vienna"?'],
])('the time zone %s: %s', (wrong, hint) => {
  expect(didYouMean(wrong, timeZoneNames()).hint).toBe(hint);
});

test('two names that are equally near are no suggestion', () => {
  expect(didYouMean('sales-x', ['sales-a', 'sales-b'])).toEqual({});
  expect(didYouMean('sales-x', ['sales-a', 'hr-b'])).toEqual({ hint: 'did you mean "sales-a"?' });
});

test('a synonym is a suggestion only where its name is allowed', () => {
  expect(didYouMean('like', ['csv', 'parquet'])).toEqual({});
});
