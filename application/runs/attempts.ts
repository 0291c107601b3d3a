import type { History } from '../../aws/history/history';
import { attemptOf } from '../../core/runs/record/run-identity';
import type { RunRecord } from '../../core/runs/record/run-record';

/** Attempts whose execution ended before it wrote a record leave such gaps. */
const longestGap = 3;

/** Reads all attempts of the run to which `record` belongs, oldest first. */
export async function readAttempts(
  history: Pick<History, 'run'>,
  record: Pick<RunRecord, 'run' | 'firstAttempt'>,
): Promise<readonly RunRecord[]> {
  const first = record.firstAttempt ?? record.run;
  const found: RunRecord[] = [];
  for (let number = 1, gap = 0; gap < longestGap; number += 1) {
    const attempt = await history.run(attemptOf(first, number));
    if (attempt !== undefined) found.push(attempt);
    gap = attempt === undefined ? gap + 1 : 0;
  }
  return found;
}
