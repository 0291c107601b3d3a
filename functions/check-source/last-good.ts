import type { History } from '../../aws/history/history';
import { newestShapes, type SeenShape } from '../../core/tables/table-shape';

/**
 * The shapes that the last good run of a job saw. Each run keeps what it saw before anybody knows whether it will be good;
 * the next one looks back, and puts the shapes of a good run where no later run writes.
 * Killed between any two lines, the next attempt finds the same.
 */
export async function lastGoodShapes(
  history: Pick<History, 'shapes' | 'goodShapes' | 'keepGoodShapes' | 'run'>,
  jobKey: string,
): Promise<readonly SeenShape[]> {
  const seen = newestShapes(await history.shapes(jobKey));
  const outcome = seen[0] === undefined ? undefined : (await history.run(seen[0].run))?.verdict?.outcome;
  if (outcome === 'succeeded' || outcome === 'succeeded-with-table-errors') {
    await history.keepGoodShapes(jobKey, seen);
    return seen;
  }
  return newestShapes(await history.goodShapes(jobKey));
}
