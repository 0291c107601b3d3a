/**
 * Position in the order of a column: rows of this weight have `value` or more, and less than the
 * value of the next step.
 */
export interface Step {
  readonly value: string;
  /** In any unit. */
  readonly weight: number;
}

export interface Boundaries {
  readonly values: readonly string[];
  /** Size of the largest segment, relative to the mean. */
  readonly skew: number;
}

/**
 * Returns at most `segments - 1` boundaries that divide the steps into parts of similar weight. The
 * steps are in the order of the source, which cannot be reproduced here for text. Boundaries are
 * distinct, and each has rows below it, so skewed and small tables get fewer.
 */
export function divide(steps: readonly Step[], segments: number): Boundaries {
  const candidates = possibleBoundaries(steps);
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const nearest = Array.from({ length: segments - 1 }, (_, segment) =>
    nearestTo(candidates, (total * (segment + 1)) / segments),
  );
  const chosen = [...new Set(nearest)].flatMap((boundary) => boundary ?? []);
  const edges = [0, ...chosen.map(({ below }) => below), total];
  const largest = Math.max(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)));
  return {
    values: chosen.map(({ value }) => value),
    skew: total === 0 ? 1 : (largest * (chosen.length + 1)) / total,
  };
}

interface Boundary {
  readonly value: string;
  /** Weight of the rows below the value. */
  readonly below: number;
}

function possibleBoundaries(steps: readonly Step[]): readonly Boundary[] {
  const found: Boundary[] = [];
  let below = 0;
  let previous: string | undefined;
  for (const { value, weight } of steps) {
    if (value !== previous && below > 0) found.push({ value, below });
    previous = value;
    below += weight;
  }
  return found;
}

function nearestTo(boundaries: readonly Boundary[], weight: number): Boundary | undefined {
  const distance = ({ below }: Boundary): number => Math.abs(below - weight);
  return boundaries.reduce<Boundary | undefined>(
    (best, one) => (best === undefined || distance(one) < distance(best) ? one : best),
    undefined,
  );
}
