/** Past times over which the lag of a CDC job is shown, each with at most 400 periods. */
export const lagRanges = {
  day: { hours: 24, periodSeconds: 300 },
  week: { hours: 7 * 24, periodSeconds: 1800 },
} as const;
export type LagRange = keyof typeof lagRanges;

export interface LagWindow {
  readonly from: Date;
  readonly until: Date;
  readonly periodSeconds: number;
}

export function isLagRange(name: string): name is LagRange {
  return Object.hasOwn(lagRanges, name);
}

/** The time of a range before `now`. It begins with a period. */
export function lagWindow(range: LagRange, now: Date): LagWindow {
  const { hours, periodSeconds } = lagRanges[range];
  const period = periodSeconds * 1000;
  const first = Math.ceil((now.getTime() - hours * 3_600_000) / period) * period;
  return { from: new Date(first), until: now, periodSeconds };
}
