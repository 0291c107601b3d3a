import { z } from 'zod';

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };
const written = /^[1-9][0-9]{0,4}[mhd]$/;

/** `90m`, `6h`, `2d` in seconds. */
export function durationSeconds(text: string): number {
  return Number(text.slice(0, -1)) * (unitSeconds[text.slice(-1)] ?? 0);
}

export const Duration = z
  .string()
  .regex(written, { error: 'is not a duration: write minutes, hours or days such as 90m, 6h or 2d' })
  .describe('A duration such as 90m, 6h or 2d.');

/** Maximum duration of a run. Creating a task alone takes minutes; more than a month is not one run. */
export const RunDuration = Duration.refine(
  (text) => !written.test(text) || isPossible(durationSeconds(text)),
  {
    error: 'is out of range for a run: write a duration from 5m to 30d',
  },
).describe('A duration such as 90m, 6h or 2d; from 5m to 30d.');

function isPossible(seconds: number): boolean {
  return seconds >= durationSeconds('5m') && seconds <= durationSeconds('30d');
}
