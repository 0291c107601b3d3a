/** Random numbers that are the same for the same seed on every machine. */
export interface Random {
  /** Whole number from 0 to size-1. */
  below(size: number): number;
  /** Throws for an empty list. */
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Amount with two decimals, from `from` to `to`. */
  amount(from: number, to: number): string;
  uuid(): string;
}

/** Mulberry32, with 32 bits of state: sufficient for made-up shoppers. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (size: number): number => next() % size;
  return {
    below,
    pick(list) {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    chance: (probability) => next() / 2 ** 32 < probability,
    amount: (from, to) => ((from * 100 + below((to - from) * 100)) / 100).toFixed(2),
    uuid: () =>
      [next(), next(), next(), next()]
        .map((part) => part.toString(16).padStart(8, '0'))
        .join('')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  };
}
