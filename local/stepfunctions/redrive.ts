import type { Execution } from './execution';
import { historyLimit } from './history';

/** Source of the periods, limits and reasons: API RedriveExecution and DescribeExecution. */
const redrivableFor = 14 * 86_400_000;

/** Reason why an execution cannot be redriven; undefined if it can. */
export function notRedrivableBecause({ ending, machine }: Execution): string | undefined {
  if (ending === undefined) return 'Execution is RUNNING and cannot be redriven.';
  if (ending.status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven.';
  if (machine.history.events.length >= historyLimit - 1) return 'Execution history event limit exceeded.';
  if (machine.clock.now().getTime() - ending.stopDate.getTime() > redrivableFor)
    return 'Execution redrivable period exceeded.';
  return undefined;
}
