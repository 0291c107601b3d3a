import type { JobPlan } from '../planning/job-plan';
import { type Change, type ItemChanges, itemChanges } from './change';
import { fixedChanges } from './fixed-changes';
import type { KnownFacts, LivingTask } from './known-facts';
import { tableChanges } from './table-changes';
import { timeText } from './time-text';

/** Changes of a job that was removed and comes back, while it still has the task of before. */
export function returnedJob(job: JobPlan, task: LivingTask, facts: KnownFacts): ItemChanges {
  const former = facts.formerJobs?.get(job.identity.key);
  const item = (changes: readonly Change[], effects: readonly string[], steps: readonly string[] = []) =>
    itemChanges({ what: 'job', name: job.identity.key, change: 'added', changes, effects, steps });
  const back: Change = { class: 'live', sign: '+', text: 'the job comes back, and still has its task' };
  if (former === undefined)
    return item(
      [back],
      ['nobody knows with which plan its task ran: the next run continues it, replaces it or is refused'],
    );
  const fixed = fixedChanges(former, job, task, facts);
  const tables = job.mode === 'full-load' ? [] : tableChanges(former, job, 'live', facts);
  const isSame = fixed.effects.length === 0;
  return item(
    [back, ...fixed.changes, ...tables],
    isSame ? [continueText(job, task)] : fixed.effects,
    fixed.steps,
  );
}

function continueText({ enabled, identity }: JobPlan, { checkpointAt, stoppedBy }: LivingTask): string {
  const place = checkpointAt === undefined ? 'its checkpoint' : `its checkpoint of ${timeText(checkpointAt)}`;
  if (stoppedBy !== undefined)
    return `its task stays as ${stoppedBy} stopped it: lakeferry start ${identity.key} continues at ${place}`;
  return enabled
    ? `its task continues at ${place}, within five minutes of the deployment`
    : `its task continues at ${place}, once the job is enabled`;
}
