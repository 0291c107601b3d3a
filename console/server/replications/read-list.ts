import { readStatus } from '../../../application/environments/read-status';
import type { ReplicationStatus } from '../../../application/replications/read-replications';
import { mapConcurrently } from '../../../core/concurrency';
import type { Replication } from '../../../core/runs/replication/replication';
import type { ConsolePorts } from '../ports';
import { byHealth, type Health, healthOfCdc } from '../today/health';
import { type Problem, problemsOf, taskProblem } from '../today/problems';
import { tasksAsPolled } from '../today/tasks-as-polled';

/** CDC job as the last poll saw it. */
export interface ReplicationRow
  extends ReplicationStatus,
    Pick<Replication, 'mode' | 'desiredBy' | 'desiredAt' | 'slot'> {
  readonly health: Health;
  /** Time of the poll that saw the status. Absent before the first one. */
  readonly seenAt?: string;
  /** Time at which the stored checkpoint was seen. */
  readonly checkpointAt?: string;
}

/** Everything that the list of CDC jobs shows at once. */
export interface Replications {
  readonly at: string;
  /** Those with problems first, then by name. */
  readonly jobs: readonly ReplicationRow[];
  readonly problems: readonly Problem[];
  /** Problems that are not listed. */
  readonly moreProblems: number;
}

const readsAtOnce = 20;

export async function readReplicationList({ environment, now }: ConsolePorts): Promise<Replications> {
  const at = now();
  const { history } = environment;
  const [{ jobs, replicating }, all] = await Promise.all([
    readStatus(environment, at, tasksAsPolled(history)),
    history.replications(),
  ]);
  const recordOf = new Map(all.map((replication) => [replication.forJob, replication]));
  const cdcJobs = jobs.filter(({ job }) => recordOf.has(job));
  const statusOfJob = new Map(cdcJobs.map((status) => [status.job, status]));
  const rows = await mapConcurrently(readsAtOnce, replicating, async (status) => {
    const checkpoint = await history.checkpoint(status.job);
    const { mode, desiredBy, desiredAt, slot, seen } = recordOf.get(status.job) ?? {};
    if (mode === undefined || desiredBy === undefined || desiredAt === undefined) return [];
    const row: ReplicationRow = {
      ...status,
      mode,
      desiredBy,
      desiredAt,
      slot,
      health: healthOfCdc(statusOfJob.get(status.job), status.problem?.health),
      ...(seen === undefined ? {} : { seenAt: seen.at }),
      ...(checkpoint === undefined ? {} : { checkpointAt: checkpoint.seenAt }),
    };
    return [row];
  });
  const problems = await problemsOf(history, cdcJobs, replicating.flatMap(taskProblem));
  return {
    at: at.toISOString(),
    jobs: rows.flat().sort((a, b) => byHealth(a.health, b.health) || (a.job < b.job ? -1 : 1)),
    problems: problems.shown,
    moreProblems: problems.more,
  };
}
