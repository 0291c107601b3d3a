import type { History } from '../../aws/history/history';
import {
  type HoldingDeployment,
  holdingDeployment,
  isHolding,
} from '../../core/runs/admission/holding-deployment';

/** Deployments that hold tasks and runs now, oldest first. */
export async function holdingDeployments(
  history: Pick<History, 'holds' | 'inFlightRuns' | 'replications'>,
  now: Date,
): Promise<readonly HoldingDeployment[]> {
  const holds = (await history.holds()).filter((hold) => isHolding(hold, now));
  if (holds.length === 0) return [];
  const [runs, replications] = await Promise.all([
    history.inFlightRuns(() => undefined),
    history.replications(),
  ]);
  return holds
    .map((hold) => holdingDeployment(hold, runs, replications))
    .sort((a, b) => (a.until < b.until ? -1 : 1));
}
