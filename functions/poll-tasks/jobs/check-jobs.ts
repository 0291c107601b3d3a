import type { History } from '../../../aws/history/history';
import { mapConcurrently } from '../../../core/concurrency';
import { type JobStep, jobSteps } from '../../../core/events/job-steps';
import type { JobPlan } from '../../../core/planning/job-plan';
import { type Expectation, expectedRuns } from '../../../core/runs/job/expected-runs';
import type { JobState } from '../../../core/runs/job/job-state';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import type { RunInput } from '../../../core/runs/record/run-input';
import type { Replication } from '../../../core/runs/replication/replication';
import { dataTimeOf } from '../../../core/runs/replication/data-time';
import type { Attempts } from '../attempts';
import { recordMissed } from './record-missed';

/** Deployed department: its jobs, and the address of its plan. */
export interface DeployedPlan {
  readonly address: RunInput['plan'];
  readonly jobs: readonly JobPlan[];
}

export interface JobPorts {
  readonly history: History;
  readonly retentionDays: number;
}

export interface CheckedJob {
  readonly job: JobPlan;
  readonly address: RunInput['plan'];
  readonly state: Partial<JobState>;
  readonly expectation: Expectation;
}

/** Jobs with a change per poll. The rest follows with the next poll, in another order. */
const mostPerPoll = 500;
const atOnce = 10;

/**
 * Checks every deployed job: scheduled times without a run, data that is too old, failures in a row, reminders. A job that fails
 * stops no other.
 */
export async function checkJobs(
  ports: JobPorts,
  attempts: Attempts,
  plans: readonly DeployedPlan[],
  replications: readonly Replication[],
  now: Date,
): Promise<void> {
  const states = await attempts.take(() => ports.history.jobStates(), undefined);
  if (states === undefined) return;
  const stateOf = new Map(states.map((state) => [state.forJob, state]));
  const replicationOf = new Map(replications.map((replication) => [replication.forJob, replication]));
  const checked = plans.flatMap(({ address, jobs }) =>
    jobs.map((job) => {
      const state = stateOf.get(job.identity.key) ?? {};
      return { job, address, state, expectation: expectedRuns(state, job, now) };
    }),
  );
  const known = await attempts.take(() => knownRuns(ports.history, checked), undefined);
  const work = checked.flatMap((one) => {
    const { job, state } = one;
    const steps = jobSteps(job, state, dataTimeOf(replicationOf.get(job.identity.key)), now);
    const isScheduleChecked = known !== undefined && isExpectationNew(one);
    if (steps.length === 0 && !isScheduleChecked) return [];
    return [
      async () => {
        for (const step of steps) await attempts.do(() => takeStep(ports, job, step));
        if (isScheduleChecked) await attempts.do(() => recordMissed(ports, one, known, now));
      },
    ];
  });
  await mapConcurrently(atOnce, rotated(work, now).slice(0, mostPerPoll), async (take) => await take());
}

/** Due runs that the history has. */
async function knownRuns(history: History, checked: readonly CheckedJob[]): Promise<ReadonlySet<string>> {
  const due = checked.flatMap(({ job, state, expectation }) =>
    expectation.due
      // The state names the newest of them, which saves most queries.
      .filter(({ at }) => at !== state.lastScheduled)
      .map(({ at }) => scheduledRunId(job.identity.key, at)),
  );
  return due.length === 0 ? new Set() : await history.existingRuns(due);
}

function isExpectationNew({ state, expectation }: CheckedJob): boolean {
  const { scheduled } = expectation;
  return scheduled?.through !== state.scheduled?.through || scheduled?.by !== state.scheduled?.by;
}

async function takeStep({ history }: JobPorts, job: JobPlan, step: JobStep): Promise<void> {
  if (step.message !== undefined) await history.enqueue(step.message);
  await history.changeJobState(job.identity.key, step.part, step.before, step.after);
}

/** Begins at another place each minute, so that no job waits for ever behind others. */
function rotated<Value>(values: readonly Value[], now: Date): readonly Value[] {
  if (values.length <= mostPerPoll) return values;
  const from = (Math.floor(now.getTime() / 60_000) * mostPerPoll) % values.length;
  return [...values.slice(from), ...values.slice(0, from)];
}
