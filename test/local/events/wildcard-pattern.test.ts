import fc from 'fast-check';
import { matchesWildcard } from '../../../local/events/wildcard-pattern';

const escaped = (text: string): string => text.replace(/[\\*]/g, '\\$&');

it('any text, escaped, is itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      expect(matchesWildcard(escaped(text), text)).toBe(true);
      expect(matchesWildcard(escaped(text), other)).toBe(text === other);
    }),
  );
});

it('a * between two texts is any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (start, middle, end) => {
      expect(matchesWildcard(`${escaped(start)}*${escaped(end)}`, start + middle + end)).toBe(true);
    }),
  );
});

it('many wildcards over a long text are decided at once', () => {
  const text = 'a'.repeat(5000);
  expect(matchesWildcard(`${'a*'.repeat(40)}b`, text)).toBe(false);
  expect(matchesWildcard(`${'a*'.repeat(40)}a`, text)).toBe(true);
});
