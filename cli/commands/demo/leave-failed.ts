import type { RunWithTables } from '../../../core/runs/record/run-record';
import { asStep } from '../../local-environment/steps';
import type { StepLines } from '../../output/step-lines';
import { breakableJob, type FailingDemo, failOnPurpose } from './break-and-repair';

/**
 * Makes a run fail that nobody repairs, so that a person who stays finds out why in the console, and retries it. The retry succeeds.
 * Resolves with undefined when the plan has no job that shows it.
 */
export async function leaveFailed(demo: FailingDemo, steps: StepLines): Promise<RunWithTables | undefined> {
  const found = breakableJob(demo.plan);
  if (found === undefined) return undefined;
  const { key } = found.job.identity;
  return asStep(
    steps,
    `failing ${key} once more`,
    () => failOnPurpose(demo, found),
    ({ run }) => `${run.verdict?.outcome ?? 'open'}, for you to repair`,
  );
}
