import type { Random } from '../random';

/** Evenings before clock changes in Vienna, New York and Sydney. */
const beforeClockChanges = [
  '2026-03-28T15:00:00Z',
  '2026-10-24T15:00:00Z',
  '2026-11-01T00:00:00Z',
  '2026-04-04T06:00:00Z',
  '2027-02-28T20:00:00Z',
] as const;

/** Draws the beginning of a scenario: one of four is the evening before a clock change or a change of the month. */
export function drawStart(random: Random): string {
  if (random.chance(0.25)) return random.pick(beforeClockChanges);
  const day = random.between(0, 364);
  const second = random.between(0, 86_399);
  return new Date(Date.parse('2026-01-01T00:00:00Z') + (day * 86_400 + second) * 1000).toISOString();
}
