import { type Cron, InvalidSchedule, parseCron } from './cron-expression';
import type { WallTime } from './cron-times';

export type ParsedSchedule =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly seconds: number }
  | { readonly kind: 'at'; readonly wall: WallTime; readonly second: number };

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]);

/**
 * Reads EventBridge Scheduler's `cron(...)`, `rate(...)` or `at(...)`.
 * @throws InvalidSchedule
 */
export function parseSchedule(expression: string): ParsedSchedule {
  const match = /^(cron|rate|at)\((.*)\)$/.exec(expression);
  const [, kind, inner = ''] = match ?? [];
  if (kind === 'cron') return { kind, cron: parseCron(inner) };
  if (kind === 'rate') return { kind, seconds: rateSeconds(inner) };
  if (kind === 'at') return { kind, ...at(inner) };
  throw new InvalidSchedule(
    'is not a schedule: write cron(0 2 * * ? *), rate(6 hours) or at(2026-12-31T02:00:00)',
  );
}

function rateSeconds(text: string): number {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text) ?? [];
  const seconds = unitSeconds.get(unit);
  if (value === undefined || seconds === undefined)
    throw new InvalidSchedule(
      'is not a rate: write a whole number above 0 and minutes, hours or days, such as rate(6 hours)',
    );
  return Number(value) * seconds;
}

function at(text: string): { wall: WallTime; second: number } {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text);
  if (match !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
    const real = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    if (real.toISOString().startsWith(text)) return { wall: { year, month, day, hour, minute }, second };
  }
  throw new InvalidSchedule('is not a time that exists: write at(yyyy-mm-ddThh:mm:ss) without a zone');
}
