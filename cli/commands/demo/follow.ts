import type { Cleanup } from '../../local-environment/cleanup';
import { asStep } from '../../local-environment/steps';
import type { StepLines } from '../../output/step-lines';
import type { DemoOptions } from './demo-run';
import { type LiveDemo, type LiveReport, showLive } from './live';
import { liveResult, liveWords } from './live-view';

/** The first CDC job that stages the shop's tables as CSV, followed while the shop is open; nothing without one. */
export async function follow(
  { plan, shell, silent }: DemoOptions,
  cloud: Pick<LiveDemo, 'connection' | 'environment'>,
  cleanup: Cleanup,
  steps: StepLines,
): Promise<LiveReport | undefined> {
  const shops = plan.sources.filter(({ databaseName }) => databaseName === 'sales').map(({ name }) => name);
  const job = plan.departments
    .flatMap((department) => department.jobs)
    .find(
      ({ mode, enabled, schedule, source, targetSettings }) =>
        mode === 'full-load-and-cdc' &&
        enabled &&
        schedule !== undefined &&
        shops.includes(source) &&
        targetSettings['DataFormat'] === 'csv',
    );
  if (job === undefined) return undefined;
  const jobKey = job.identity.key;
  const words = liveWords(shell, jobKey, silent);
  cleanup.add(() => words.end());
  return asStep(
    steps,
    'following the shop',
    async () => {
      steps.close();
      return showLive({ plan, jobKey, shell, ...cloud }, words, cleanup).finally(() => words.end());
    },
    liveResult,
  );
}
