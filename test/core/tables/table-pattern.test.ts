import fc from 'fast-check';
import { exactName, exactPattern, matchesPattern } from '../../../core/tables/table-pattern';

test.each([
  ['A_B', 'AXB', true],
  ['A[_]B', 'AXB', false],
  ['A[_]B', 'A_B', true],
  ['ORD%', 'ORDERS', true],
  ['ORD%', 'XORDERS', false],
  ['T[ab]', 'Tb', true],
  ['T[a-d]', 'Tc', true],
  ['T[a-d]', 'T-', false],
  ['a.b', 'axb', false],
  ['%', 'line\nbreak', true],
])('the pattern %s on %s: %s', (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});

const anyName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 30 })
  .filter((name) => !name.includes('\u0000'));
const awkwardName = fc.string({
  unit: fc.constantFrom('A', 'x', '_', '%', '[', ']', '.', '-', '^', '\\', '"', 'é'),
});

test('an exact name selects itself and no other', () => {
  fc.assert(
    fc.property(fc.oneof(anyName, awkwardName), fc.oneof(anyName, awkwardName), (name, other) => {
      expect(matchesPattern(exactPattern(name), name)).toBe(true);
      expect(matchesPattern(exactPattern(name), other)).toBe(name === other);
      expect(exactName(exactPattern(name))).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test('an exact name does not select its look-alike', () => {
  expect(matchesPattern(exactPattern('A_B'), 'AXB')).toBe(false);
});
