import { bytes, count, duration, plural } from '../../../cli/output/quantities';

describe('quantities', () => {
  it.each([
    [400, '0.4 s'],
    [9_960, '10 s'],
    [59_600, '1 min 00 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 05 min'],
  ])('%d ms is %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KiB'],
    [1_048_575, '1.0 MiB'],
    [90 * 2 ** 20, '90.0 MiB'],
    [3 * 2 ** 40, '3.0 TiB'],
  ])('%d bytes are %s', (value, words) => expect(bytes(value)).toBe(words));

  it('counts in English', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'table')).toBe('1 table');
    expect(plural(0, 'table')).toBe('0 tables');
  });
});
