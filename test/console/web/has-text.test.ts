import { hasText } from '../../../console/web/parts/has-text';

test.each([
  ['', true],
  [' ', true],
  ['orders', true],
  [' SALES.o', true],
  ['items', false],
])('%j finds SALES.ORDERS: %j', (typed, is) => {
  expect(hasText(['SALES.ORDERS'], typed)).toBe(is);
});
