import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history/history';
import { executionFailure } from '../../core/runs/record/execution-failure';
import type { Lease } from '../../core/runs/record/in-flight-run';
import type { RunRecord } from '../../core/runs/record/run-record';
import { verdictOfFailure } from '../../core/runs/verdict/verdict';

export interface LeasePorts {
  readonly history: History;
  readonly executions: Executions;
}

/**
 * Requests the job's lease and returns the run that holds it. The lease of a run that is over is taken over, but not while its task
 * is still being deleted. Two tasks on one staging folder would overwrite each other's files (docs/pitfalls.md#two-runs-at-once).
 */
export async function leaseJob(
  ports: LeasePorts,
  { run, jobKey, execution }: Pick<RunRecord, 'run' | 'jobKey' | 'execution'>,
  now: Date,
): Promise<string> {
  const wanted: Lease = { run, execution, takenAt: now.toISOString() };
  const existing = await ports.history.takeLease(jobKey, wanted);
  if (existing.run === run || !(await isOver(ports, existing, now))) return existing.run;
  return (await ports.history.takeLease(jobKey, wanted, existing.run)).run;
}

async function isOver({ history, executions }: LeasePorts, lease: Lease, now: Date): Promise<boolean> {
  if ((await history.inFlightRun(lease.run)) !== undefined) return false;
  const holder = await history.run(lease.run);
  if (holder === undefined || holder.phases.closed !== undefined) return true;
  const execution = await executions.describe(lease.execution);
  if (execution?.status === 'RUNNING') return false;
  await history.closeRun(lease.run, {
    at: now.toISOString(),
    otherwise: verdictOfFailure(executionFailure(execution?.status ?? 'unknown', execution)),
  });
  return true;
}
