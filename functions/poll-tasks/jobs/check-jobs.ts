import { isDeepStrictEqual } from 'node:util';
import type { JobStep } from '../../../core/events/job-step';
import { type DataOfJob, jobSteps } from '../../../core/events/job-steps';
import type { HolderOfJob } from '../../../core/events/lease-step';
import type { JobPlan } from '../../../core/planning/job-plan';
import { expectedRuns } from '../../../core/runs/job/expected-runs';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import type { InFlightRun } from '../../../core/runs/record/in-flight-run';
import type { Replication } from '../../../core/runs/replication/replication';
import { dataTimeOf } from '../../../core/runs/replication/data-time';
import type { Attempts } from '../attempts';
import type { InTurn, SharedPhase } from '../turns';
import type { CheckedJob, DeployedPlan, JobPorts } from './checked-job';
import { recordMissed } from './record-missed';

/** Facts that the poll has read. */
export interface Observed {
  readonly replications: readonly Replication[];
  /** Undefined: they could not all be read. */
  readonly inFlightRuns: readonly InFlightRun[] | undefined;
}

/** Jobs with a change per poll. The next poll continues after them. */
const mostPerPoll = 500;
/** Due times that a poll looks up in the history: 100 per call. After a week without polls, a job may have hundreds. */
const mostDue = 5000;
/** Missed runs that a poll records: as many as it can notify about. */
const mostMissed = 200;
const atOnce = 40;

/**
 * Checks every deployed job: scheduled times without a run, data that is too old, failures in a row, runs that block the next
 * ones, reminders. A job that fails stops no other.
 */
export async function checkJobs(
  ports: JobPorts,
  attempts: Attempts,
  plans: readonly DeployedPlan[],
  { replications, inFlightRuns }: Observed,
  { turns, isLate }: SharedPhase,
  now: Date,
): Promise<void> {
  const unreadable = new Set<string>();
  const report = (key: string, problem: string): void => {
    unreadable.add(key);
    attempts.noteUnreadable(key, problem);
  };
  const states = await attempts.take(() => ports.history.jobStates(report), undefined);
  if (states === undefined) return;
  const stateOf = new Map(states.map((state) => [state.forJob, state]));
  const replicationOf = new Map(replications.map((replication) => [replication.forJob, replication]));
  const holderOf = holders(inFlightRuns);
  const decide = ({ address, deployedAt, job }: DeployedJob): readonly Work[] => {
    const { key } = job.identity;
    const state = stateOf.get(key) ?? {};
    const one = { job, address, state, expectation: expectedRuns(state, job, now, deployedAt) };
    const steps = jobSteps(job, state, dataOf(replicationOf.get(key)), holderOf(key), now);
    return steps.length === 0 && !isExpectationNew(one) ? [] : [{ one, steps }];
  };
  const changed = plans
    .flatMap(({ address, deployedAt, jobs }) => jobs.map((job) => ({ address, deployedAt, job })))
    .filter(({ job }) => !unreadable.has(job.identity.key))
    .flatMap((one) => safely(attempts, one, decide));
  const ordered = await turns.order('checked jobs', changed, ({ one }) => one.job.identity.key);
  const work = withinLimits(ordered);
  if (work.length < ordered.length) await turns.keep(work);
  const jobs = work.map(({ item: { one } }) => one);
  const known = await attempts.take(() => knownRuns(ports.history, jobs), undefined);
  const limit = { left: mostMissed };
  await turns.each(work, { atOnce, isLate }, async ({ one, steps }) => {
    for (const step of steps) await attempts.do(() => takeStep(ports, one.job, step));
    if (known !== undefined && isExpectationNew(one))
      await attempts.do(() => recordMissed(ports, one, { known, limit }, now));
  });
}

/** Runs that hold the leases of their jobs, without a query per job. A lease without a run in flight blocks no run. */
function holders(inFlightRuns: readonly InFlightRun[] | undefined): (jobKey: string) => HolderOfJob {
  if (inFlightRuns === undefined) return () => 'unknown';
  const begun = new Map<string, HolderOfJob>();
  for (const { forJob, run, since, admittedAt, waits } of inFlightRuns)
    if (waits === undefined) begun.set(forJob, { run, since: admittedAt ?? since });
  return (jobKey) => begun.get(jobKey) ?? 'none';
}

function dataOf(replication: Replication | undefined): DataOfJob {
  return { time: dataTimeOf(replication), isStopped: replication?.desired === 'stopped' };
}

/** Due runs that the history has. */
async function knownRuns(
  history: JobPorts['history'],
  checked: readonly CheckedJob[],
): Promise<ReadonlySet<string>> {
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
  return !isDeepStrictEqual(scheduled, state.scheduled);
}

async function takeStep({ history }: JobPorts, job: JobPlan, step: JobStep): Promise<void> {
  if (step.message !== undefined) await history.enqueue(step.message);
  await history.changeJobState(job.identity.key, step.part, step.before, step.after);
}

type DeployedJob = Pick<CheckedJob, 'address' | 'job'> & Pick<DeployedPlan, 'deployedAt'>;
type Work = { readonly one: CheckedJob; readonly steps: readonly JobStep[] };

/** Work of one job. A job whose plan cannot be followed, such as by an invalid schedule, is noted, and stops no other. */
function safely(
  attempts: Attempts,
  one: DeployedJob,
  decide: (one: DeployedJob) => readonly Work[],
): readonly Work[] {
  try {
    return decide(one);
  } catch (error) {
    attempts.note(new Error(`the job ${one.job.identity.key} cannot be checked: ${String(error)}`));
    return [];
  }
}

/** Work within the limits of a poll. The rest follows with the next poll. */
function withinLimits(work: readonly InTurn<Work>[]): readonly InTurn<Work>[] {
  let due = 0;
  const end = work.findIndex(({ item: { one } }, index) => {
    due += one.expectation.due.length;
    return index === mostPerPoll || (index > 0 && due > mostDue);
  });
  return end === -1 ? work : work.slice(0, end);
}
