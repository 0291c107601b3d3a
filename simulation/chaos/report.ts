import type { SeedSummary } from './summary';

const width = 80;
const mostViolations = 5;

/** Progress in one line of at most 80 characters: `[#####.....]  123/1000 seeds  56/min  2 failed`. */
export function progressLine({
  done,
  all,
  failed,
  perMinute,
}: {
  readonly done: number;
  readonly all: number;
  readonly failed: number;
  readonly perMinute: number;
}): string {
  const figures = `${done}/${all} seeds  ${perMinute.toFixed(perMinute < 10 ? 1 : 0)}/min  ${failed} failed`;
  const room = width - figures.length - 4;
  const filled = all === 0 ? room : Math.floor((room * done) / all);
  return `[${'#'.repeat(filled)}${'.'.repeat(room - filled)}]  ${figures}`;
}

/** Lines about a failing seed, with the command that replays it. */
export function failureLines(
  { seed, violations, lastLines }: Omit<SeedSummary, 'logDigest'>,
  days: number,
): readonly string[] {
  const shown = violations.slice(0, mostViolations);
  const more = violations.length - shown.length;
  return [
    `seed ${seed} failed: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}`,
    ...shown.flatMap(({ invariant, sentence, detail }) => [`  ${invariant}: ${sentence}`, `    ${detail}`]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(lastLines.length > 0 ? ['  end of its log:'] : []),
    ...lastLines.map((line) => `    ${line.slice(0, 200)}`),
    `  replay: ${replayCommand(seed, days)}`,
  ];
}

export function replayCommand(seed: number, days: number): string {
  const ofDays = days === 1 ? '' : ` --days ${days}`;
  return `npm run chaos -- --seeds 1 --start ${seed}${ofDays} --log .lakeferry/seed-${seed}.log`;
}
