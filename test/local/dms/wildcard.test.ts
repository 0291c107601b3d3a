import fc from 'fast-check';
import { exactly, wildcard } from '../../../local/dms/mapping/wildcard';

describe('wildcards', () => {
  it.each([
    ['%', '', true],
    ['%', 'any\nthing', true],
    ['A_B', 'AXB', true],
    ['A_B', 'A🚢B', true],
    ['A[_]B', 'AXB', false],
    ['A[_]B', 'A_B', true],
    ['[%]', '%', true],
    ['[ab]%', 'apple', true],
    ['[a-d]', 'c', true],
    ['[a-d]', 'e', false],
    ['[a-]', '-', true],
    ['[[]x', '[x', true],
    ['[]]', ']', true],
    ['[^a]', '^', true],
    ['a[b', 'a[b', true],
    ['a.b', 'axb', false],
    ['Ab', 'ab', false],
    ['ORD%', 'MY_ORDERS', false],
  ])('%s over %s: %s', (pattern, name, expected) => {
    expect(wildcard(pattern)(name)).toBe(expected);
  });

  it('many wildcards over a long name are decided at once', () => {
    const name = 'a'.repeat(5000);
    expect(wildcard(`${'%a'.repeat(40)}b`)(name)).toBe(false);
    expect(wildcard(`${'%a_'.repeat(40)}%`)(name)).toBe(true);
    expect(wildcard(`${'%[ab]'.repeat(40)}c`)(name)).toBe(false);
  });

  it('an escaped name selects itself and nothing else', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'B', '_', '%', '[', ']', '-', '^', '\\', '$', '.', 'é', '🚢'),
    });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(wildcard(exactly(one))(one)).toBe(true);
        expect(wildcard(exactly(one))(other)).toBe(one === other);
      }),
    );
  });

  it('agrees with a plain search for patterns of % and _', () => {
    const reference = (pattern: string, name: string): boolean => {
      if (pattern === '') return name === '';
      if (pattern[0] === '%')
        return reference(pattern.slice(1), name) || (name !== '' && reference(pattern, name.slice(1)));
      return (
        name !== '' &&
        (pattern[0] === '_' || pattern[0] === name[0]) &&
        reference(pattern.slice(1), name.slice(1))
      );
    };
    const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
    fc.assert(
      fc.property(text('ab%_'), text('ab_%'), (pattern, name) => {
        expect(wildcard(pattern)(name)).toBe(reference(pattern, name));
      }),
    );
  });
});
