import { fixedFactsOf, replacedJob } from '../checks/position/fixed-facts';
import { replacementSteps } from '../checks/position/task-replacement';
import type { JobPlan } from '../planning/job-plan';
import { type KnownFacts, taskOf } from './known-facts';

/** Estimate: minutes that a task is down while it is stopped, modified and resumed. */
const modificationMinutes = 2;

/** Estimate: minutes that a task is down while the deployment of its endpoint holds it: docs/adr/0034-deployments-that-change-what-runs.md. */
export const holdMinutes = 5;

/** Effect on the task of a job that follows changes. */
export function stopsText(minutes = modificationMinutes): string {
  return `task stops for about ${minutes} minutes; no change is lost`;
}

/** Effect of another replication instance. A run moves the task after the deployment. */
export const movedText = `task is moved, and stops for about ${holdMinutes} minutes; no change is lost`;

export function moveEffects(jobs: readonly JobPlan[], facts: KnownFacts): readonly string[] {
  return jobs
    .filter((job) => taskOf(job, facts)?.runs === true)
    .map(({ identity }) => `${identity.key}: ${movedText}`);
}

/** Effects of a changed endpoint on the jobs that use it. Full loads are never stopped. */
export function endpointEffects(
  jobs: readonly JobPlan[],
  facts: KnownFacts,
  minutes = holdMinutes,
): readonly string[] {
  const stopped = jobs.filter((job) => taskOf(job, facts)?.runs === true);
  const loads = jobs.some(({ mode }) => mode === 'full-load');
  return [
    ...stopped.map(({ identity }) => `${identity.key}: ${stopsText(minutes)}`),
    ...(loads ? ['the deployment waits for loads in flight'] : []),
  ];
}

/** Steps that replace the task of a job, for what no deployment changes on it. The job is as it will be. */
export function stepsToReplace(job: JobPlan): readonly string[] {
  return replacementSteps(replacedJob(job.identity.key, fixedFactsOf(job))).map((step, index) =>
    index === 0 ? `before the deployment: ${step}` : step,
  );
}
