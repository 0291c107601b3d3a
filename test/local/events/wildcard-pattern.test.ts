import fc from 'fast-check';
import { wildcardRegExp } from '../../../local/events/wildcard-pattern';

const escaped = (text: string): string => text.replace(/[\\*]/g, '\\$&');

it('any text, escaped, is itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      expect(wildcardRegExp(escaped(text)).test(text)).toBe(true);
      expect(wildcardRegExp(escaped(text)).test(other)).toBe(text === other);
    }),
  );
});

it('a * between two texts is any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (start, middle, end) => {
      expect(wildcardRegExp(`${escaped(start)}*${escaped(end)}`).test(start + middle + end)).toBe(true);
    }),
  );
});
