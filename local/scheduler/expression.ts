import type { Cron } from 'croner';
import { parseCron } from './cron';

export type Expression =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly milliseconds: number }
  /** `wall` shows the wall-clock time in its UTC fields. */
  | { readonly kind: 'at'; readonly wall: Date };

const unitMilliseconds: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Reads `cron(...)`, `rate(...)` or `at(...)`. Shares no code with the product's own reader, so that each
 * checks the other.
 * @throws Error that says what is wrong
 */
export function parseExpression(text: string): Expression {
  const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  switch (kind) {
    case 'cron':
      return { kind, cron: parseCron(inner) };
    case 'rate':
      return { kind, milliseconds: interval(inner) };
    case 'at':
      return { kind, wall: wallOf(inner) };
    default:
      throw new Error('neither cron(...), rate(...) nor at(...)');
  }
}

function interval(text: string): number {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text) ?? [];
  const milliseconds = unitMilliseconds[unit];
  if (value === undefined || milliseconds === undefined)
    throw new Error('a rate is a positive number and minutes, hours or days');
  return Number(value) * milliseconds;
}

function wallOf(text: string): Date {
  const wall = new Date(`${text}Z`);
  if (Number.isNaN(wall.getTime()) || wall.toISOString() !== `${text}.000Z`)
    throw new Error('at requires an existing time, yyyy-mm-ddThh:mm:ss');
  return wall;
}
