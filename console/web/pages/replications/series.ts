/** Value at a moment; null where none was measured. */
export type Point = readonly [at: number, value: number | null];

interface Measured {
  readonly at: string;
}

/** Points of a line that has a gap wherever more than two periods are without a value. */
export function pointsOf<T extends Measured>(
  measured: readonly T[],
  periodSeconds: number,
  readValue: (one: T) => number | undefined,
): readonly Point[] {
  const points: Point[] = [];
  let before: number | undefined;
  for (const one of measured) {
    const value = readValue(one);
    if (value === undefined) continue;
    const at = Date.parse(one.at);
    if (before !== undefined && at - before > 2 * periodSeconds * 1000)
      points.push([before + periodSeconds * 1000, null]);
    points.push([at, value]);
    before = at;
  }
  return points;
}

export interface LagSummary {
  /** Highest value and the start of its period. */
  readonly highest: { readonly at: string; readonly seconds: number };
  /** Time above the limit, counted in whole periods. */
  readonly lateSeconds: number;
}

/** Undefined without values. */
export function summaryOf(
  values: readonly { readonly at: string; readonly seconds: number }[],
  periodSeconds: number,
  maxLatencySeconds: number,
): LagSummary | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  const highest = others.reduce((most, one) => (one.seconds > most.seconds ? one : most), first);
  const late = values.filter(({ seconds }) => seconds > maxLatencySeconds).length;
  return { highest, lateSeconds: late * periodSeconds };
}

const steps = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 6 * 3600, 12 * 3600, 24 * 3600];
const mostSteps = 6;

/** Distance of seconds that an axis names: a round one, such as a minute, with at most six of them. */
export function secondsStep(highest: number): number {
  return (
    steps.find((step) => highest / step <= mostSteps) ?? Math.ceil(highest / mostSteps / 86_400) * 86_400
  );
}
