import type { History } from '../../aws/history/history';
import { isSuccess } from '../../core/runs/record/verdict-shape';
import { newestShapes, type SeenShape } from '../../core/tables/table-shape';

/**
 * Returns the table shapes of a job's last successful run. Each run stores its shapes before its
 * verdict is known. The next check looks up that verdict, and copies the shapes of a successful run
 * to a place that no later run overwrites. When the function is killed at any point, the next
 * attempt finds the same shapes.
 */
export async function lastGoodShapes(
  history: Pick<History, 'shapes' | 'goodShapes' | 'keepGoodShapes' | 'run'>,
  jobKey: string,
): Promise<readonly SeenShape[]> {
  const seen = newestShapes(await history.shapes(jobKey));
  const outcome = seen[0] === undefined ? undefined : (await history.run(seen[0].run))?.verdict?.outcome;
  if (outcome !== undefined && isSuccess(outcome)) {
    await history.keepGoodShapes(jobKey, seen);
    return seen;
  }
  return newestShapes(await history.goodShapes(jobKey));
}
