import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { isLeftInFlightRun, isLeftLease, type RunFacts } from '../../core/runs/reap/left-item';
import { isOld, type Leftover } from '../../core/runs/reap/leftover';
import type { ReapPorts } from './reap-ports';

type ItemPorts = Pick<ReapPorts, 'history' | 'executions' | 'dms'>;

/** In-flight run that an ended run left, with the task that the item names. */
export interface LeftInFlightRun extends Leftover {
  readonly taskArn: string | undefined;
}

/** Finds items of ended runs among the runs in flight. A poll removes such an item, unless something keeps it from doing so. */
export async function findLeftInFlightRuns(ports: ItemPorts, now: Date): Promise<readonly LeftInFlightRun[]> {
  const found: LeftInFlightRun[] = [];
  for (const one of await ports.history.inFlightRuns()) {
    if (!isOld(one.since, now)) continue;
    const run = await runFacts(ports, one);
    if (isLeftInFlightRun(one, run, await hasTask(ports, one), now))
      found.push({
        ...{ kind: 'in-flight-run', id: one.run, job: one.forJob, run: one.run, since: one.since },
        taskArn: one.taskArn,
      });
  }
  return found;
}

/** Finds leases of these jobs that ended runs hold. */
export async function findLeftLeases(
  ports: ItemPorts,
  jobs: readonly string[],
  now: Date,
): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (const job of jobs) {
    const lease = await ports.history.lease(job);
    if (lease === undefined || !isOld(lease.takenAt, now)) continue;
    const isInFlight = (await ports.history.inFlightRun(lease.run)) !== undefined;
    if (isLeftLease(lease, { ...(await runFacts(ports, lease)), isInFlight }, now))
      found.push({ kind: 'lease', id: job, job, run: lease.run, since: lease.takenAt });
  }
  return found;
}

async function runFacts(
  { history, executions }: ItemPorts,
  { run, execution }: { readonly run: string; readonly execution: string },
): Promise<RunFacts> {
  const record = await history.run(run);
  // The run of a load is a message, not an execution.
  const state = execution.startsWith('arn:') ? await executions.describe(execution) : undefined;
  return { record, isExecuting: state?.status === 'RUNNING' || state?.status === 'PENDING_REDRIVE' };
}

async function hasTask({ dms }: ItemPorts, { taskArn }: InFlightRun): Promise<boolean> {
  return taskArn !== undefined && (await dms.describeTasks([taskArn])).length > 0;
}
