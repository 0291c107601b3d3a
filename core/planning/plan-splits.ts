import type { TableSelection } from '../tables/table-selection';
import type { JobPlan, SplitPlan } from './job-plan';

/** Tables with `parallel`. Their boundaries are not part of the plan: they are read from the source before each load. */
export function planSplits(selections: readonly TableSelection[]): Pick<JobPlan, 'splits'> {
  const splits = selections.flatMap(({ exact, exclude, parallel }): SplitPlan[] => {
    if (exact === undefined || exclude || parallel === undefined) return [];
    if (parallel === 'auto') return [{ ...exact, exact: false }];
    return [
      {
        ...exact,
        ...(parallel.column === undefined ? {} : { column: parallel.column }),
        ...(parallel.segments === undefined ? {} : { segments: parallel.segments }),
        exact: parallel.exact ?? false,
      },
    ];
  });
  return splits.length === 0 ? {} : { splits };
}
