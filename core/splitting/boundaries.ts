/** A place in a column's order: so many rows hold `value` or more, and less than the next step's value. Any unit of weight. */
export interface Step {
  readonly value: string;
  readonly weight: number;
}

export interface Boundaries {
  readonly values: readonly string[];
  /** The largest segment over the mean of all. */
  readonly skew: number;
}

/**
 * At most `segments - 1` boundaries that cut the steps into parts of like weight. Steps come in the source's own order, which
 * nobody here can repeat for text. Values are distinct and none has nothing below it, so skew and small tables get fewer.
 */
export function cut(steps: readonly Step[], segments: number): Boundaries {
  const cuts = possibleCuts(steps);
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const nearest = Array.from({ length: segments - 1 }, (_, segment) =>
    nearestCut(cuts, (total * (segment + 1)) / segments),
  );
  const chosen = [...new Set(nearest)].flatMap((cutAt) => cutAt ?? []);
  const edges = [0, ...chosen.map(({ below }) => below), total];
  const largest = Math.max(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)));
  return {
    values: chosen.map(({ value }) => value),
    skew: total === 0 ? 1 : (largest * (chosen.length + 1)) / total,
  };
}

interface Cut {
  readonly value: string;
  /** Weight of the rows below the value. */
  readonly below: number;
}

function possibleCuts(steps: readonly Step[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let below = 0;
  let before: string | undefined;
  for (const { value, weight } of steps) {
    if (value !== before && below > 0) cuts.push({ value, below });
    before = value;
    below += weight;
  }
  return cuts;
}

function nearestCut(cuts: readonly Cut[], aim: number): Cut | undefined {
  const away = (one: Cut): number => Math.abs(one.below - aim);
  return cuts.reduce<Cut | undefined>(
    (best, one) => (best === undefined || away(one) < away(best) ? one : best),
    undefined,
  );
}
