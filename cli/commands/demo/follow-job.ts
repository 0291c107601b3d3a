import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import type { Cleanup } from '../../local-environment/cleanup';
import { asStep } from '../../local-environment/steps';
import type { StepLines } from '../../output/step-lines';
import type { RunningDemo } from './demo-options';
import { type FollowedJob, followChanges } from './follow-changes';
import { followLines, followResultText } from './follow-view';

/** Follows one CDC job of the shop while orders come in. Resolves with undefined when the plan has no such job. */
export async function followJob(
  demo: RunningDemo,
  cleanup: Cleanup,
  steps: StepLines,
): Promise<FollowedJob | undefined> {
  const job = followableJob(demo.plan);
  if (job === undefined) return undefined;
  const lines = followLines(demo.shell, job.identity.key, demo.silent);
  cleanup.add(() => lines.end());
  return asStep(
    steps,
    'following live orders',
    async () => {
      steps.close();
      lines.start();
      return followChanges(demo, job, lines, cleanup).finally(() => lines.end());
    },
    followResultText,
  );
}

/** First CDC job that stages tables of the shop as CSV, which the demo can read back. */
function followableJob({ sources, departments }: Plan): JobPlan | undefined {
  const shops = sources.filter(({ databaseName }) => databaseName === 'sales').map(({ name }) => name);
  return departments
    .flatMap(({ jobs }) => jobs)
    .find(
      ({ mode, enabled, schedule, source, targetSettings }) =>
        mode === 'full-load-and-cdc' &&
        enabled &&
        schedule !== undefined &&
        shops.includes(source) &&
        targetSettings['DataFormat'] === 'csv',
    );
}
