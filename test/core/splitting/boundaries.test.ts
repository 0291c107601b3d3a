import fc from 'fast-check';
import { divide } from '../../../core/splitting/boundaries';

const even = (count: number) => Array.from({ length: count }, (_, at) => ({ value: String(at), weight: 1 }));

describe('boundaries of a split', () => {
  it('divides even steps evenly', () => {
    expect(divide(even(100), 4)).toEqual({ values: ['25', '50', '75'], skew: 1 });
  });

  it('returns no boundary for an empty table or a single value', () => {
    expect(divide([], 8).values).toEqual([]);
    expect(divide([{ value: '7', weight: 1000 }], 8).values).toEqual([]);
    expect(
      divide(
        [
          { value: '7', weight: 10 },
          { value: '7', weight: 10 },
        ],
        8,
      ).values,
    ).toEqual([]);
  });

  it('gives a heavy value a segment of its own, and fewer boundaries', () => {
    const steps = even(10).map((step) => (step.value === '4' ? { value: '4', weight: 91 } : step));
    expect(divide(steps, 8).values).toEqual(['4', '5']);
  });

  it('keeps the order of the source, even if it differs from the order of JavaScript', () => {
    const steps = ['a', 'B', 'c', 'D'].map((value) => ({ value, weight: 1 }));
    expect(divide(steps, 4).values).toEqual(['B', 'c', 'D']);
  });

  it('gives distinct boundaries in order, never more than requested, the first above the lowest value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.nat(1000) })),
        fc.integer({ min: 2, max: 49 }),
        (unordered, segments) => {
          const steps = unordered
            .sort((a, b) => a.value - b.value)
            .map(({ value, weight }) => ({ value: String(value), weight }));
          const values = divide(steps, segments).values.map(Number);
          expect(values.length).toBeLessThan(segments);
          expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
          if (values[0] !== undefined) expect(values[0]).toBeGreaterThan(Number(steps[0]?.value));
        },
      ),
    );
  });
});
