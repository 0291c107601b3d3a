import type { History } from '../../aws/history/history';
import { type HoldingDeployment, holdingDeployment } from '../../core/runs/admission/holding-deployment';

/** Deployments that hold tasks and runs now, oldest first. */
export async function holdingDeployments(
  history: Pick<History, 'holds' | 'inFlightRuns' | 'replications'>,
  now: Date,
): Promise<readonly HoldingDeployment[]> {
  // A hold of new endpoints holds nothing, and neither does one whose deadline has passed.
  const holds = (await history.holds()).filter(
    ({ resources, jobs = [], until }) =>
      until > now.toISOString() && (resources?.length !== 0 || jobs.length > 0),
  );
  if (holds.length === 0) return [];
  const [runs, replications] = await Promise.all([
    history.inFlightRuns(() => undefined),
    history.replications(),
  ]);
  return holds
    .map((hold) => holdingDeployment(hold, runs, replications, now))
    .sort((a, b) => (a.until < b.until ? -1 : 1));
}
