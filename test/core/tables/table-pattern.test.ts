import fc from 'fast-check';
import {
  exactName,
  exactPattern,
  matchesPattern,
  patternsOverlap,
  reversedRange,
} from '../../../core/tables/table-pattern';

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

const shortPatterns = fc
  .array(fc.constantFrom('a', 'b', 'c', '%', '_', '[ab]', '[b-c]', '[_]'), { maxLength: 4 })
  .map((pieces) => pieces.join(''));
/** All names up to the longest that two such patterns can need to differ. */
const shortNames = Array.from({ length: 4 }).reduce<string[]>(
  (names) => [
    '',
    ...new Set(names.flatMap((name) => ['a', 'b', 'c', '_'].map((next) => name + next)).concat(names)),
  ],
  [''],
);

test('two patterns overlap exactly if a name matches both', () => {
  fc.assert(
    fc.property(shortPatterns, shortPatterns, (one, other) => {
      const common = shortNames.some((name) => matchesPattern(one, name) && matchesPattern(other, name));
      const overlap = patternsOverlap(one, other);
      expect(overlap).toBe(patternsOverlap(other, one));
      // Longer names than four characters are not tried.
      if (common) expect(overlap).toBe(true);
      else if (!(one.includes('%') && other.includes('%'))) expect(overlap).toBe(false);
    }),
    { numRuns: 300 },
  );
});

/** The same patterns as regular expressions, which are too slow for long names. */
function byRegularExpression(pattern: string, name: string): boolean {
  const expression = pattern.replace(/\[([^\]]+)\]|%|_|./gsu, (found, set: string | undefined) => {
    if (set === undefined) return found === '%' ? '.*' : found === '_' ? '.' : literal(found);
    return `[${set.replace(/(.)-(.)|./gsu, (text, first?: string, last?: string) =>
      first === undefined || last === undefined ? literal(text) : `${literal(first)}-${literal(last)}`,
    )}]`;
  });
  return new RegExp(`^(?:${expression})$`, 'su').test(name);
}

function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

test('a pattern selects what the same regular expression selects', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    'z',
    'é',
    '🚢',
    '_',
    '%',
    '[ab]',
    '[a-d]',
    '[_]',
    '[-a]',
    ']',
    '^',
    '.',
  );
  const pattern = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '🚢', '_', '-', '\n'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, name, (one, other) => {
      expect(matchesPattern(one, other)).toBe(byRegularExpression(one, other));
    }),
    { numRuns: 3000 },
  );
});

test('any text is a pattern, and none is an exception', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'z', '[', ']', '-', '%', '_', '\\', '^'),
    maxLength: 10,
  });
  fc.assert(
    fc.property(text, text, (pattern, name) => void matchesPattern(pattern, name)),
    { numRuns: 2000 },
  );
  expect(matchesPattern('T[y-b]', 'Tc')).toBe(false);
  expect(reversedRange('T[y-b]')).toBe('y-b');
  expect(reversedRange('T[b-y][-a][a-]')).toBeUndefined();
});

test('a pattern with 1,000 wildcards reads each character of a name at most once per wildcard', () => {
  const name = 'a'.repeat(128);
  expect(matchesPattern(`${'%a'.repeat(60)}b`, name)).toBe(false);
  expect(matchesPattern('%a'.repeat(1000), name)).toBe(false);
  expect(matchesPattern(`${'%'.repeat(1000)}a`, name)).toBe(true);
});
