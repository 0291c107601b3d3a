import { replaceTask } from '../../core/checks/position/after-deletion';
import { kindOf } from '../../core/model/task-status';
import type { Replication } from '../../core/runs/replication/replication';
import { wayOutOf } from '../../core/runs/replication/way-out';
import { faultyTablesOf } from './faulty-tables';

/** Reason why a CDC job needs a person, with the fix. `paused`: somebody or its configuration stopped it. */
export interface ReplicationProblem {
  readonly health: 'failing' | 'late' | 'paused';
  readonly cause: string;
  /** Observed facts. */
  readonly detail?: string;
  readonly fix: string;
  readonly since?: string;
}

/** Returns the worst problem of a CDC job; undefined for one that replicates as it should. */
export function replicationProblemOf(replication: Replication): ReplicationProblem | undefined {
  return (
    tableProblem(replication) ??
    taskProblem(replication) ??
    logProblem(replication) ??
    lagProblem(replication) ??
    stopProblem(replication)
  );
}

function tableProblem(replication: Replication): ReplicationProblem | undefined {
  const { count = 0, tables = [] } = faultyTablesOf(replication) ?? {};
  const [first] = tables;
  if (first === undefined) return undefined;
  const { table, fault, fix, since } = first;
  const cause = count === 1 ? '1 table does not replicate' : `${count} tables do not replicate`;
  return { health: 'failing', cause, detail: `${table}: ${fault}`, fix, since };
}

function taskProblem(replication: Replication): ReplicationProblem | undefined {
  const { alerts, seen, forJob } = replication;
  if (alerts?.down === undefined) return undefined;
  const status = seen?.status ?? 'gone';
  const { message, stopReason } = seen ?? {};
  const detail = message ?? stopReason;
  const usual = seen?.status === 'gone' ? `lakeferry start ${forJob}` : `lakeferry resume ${forJob}`;
  return {
    health: 'failing',
    cause: `the task is ${status}, and was not resumed`,
    ...(detail === undefined ? {} : { detail }),
    fix: wayOutOf({ status, stopReason, lastFailureMessage: message }, replication) ?? usual,
    since: alerts.down,
  };
}

function logProblem({ alerts, slot, forJob, mode, source }: Replication): ReplicationProblem | undefined {
  if (alerts?.position !== undefined)
    return {
      health: 'failing',
      cause: 'the source has removed the log that the task needs',
      fix: replaceTask({ job: forJob, mode, ...source }),
      since: alerts.position,
    };
  if (alerts?.slot === undefined || slot === undefined) return undefined;
  return {
    health: 'failing',
    cause: 'the log that the source keeps for the task fills its disk',
    detail: `slot ${slot.name}, ${slot.active ? 'in use' : 'not in use'}, ${slot.lagBytes} bytes`,
    fix: slot.active
      ? `give the source more disk until the task has caught up; lakeferry status ${forJob} shows the slot`
      : `lakeferry resume ${forJob}, or drop the slot if the job is no longer needed`,
    since: alerts.slot,
  };
}

function lagProblem({ alerts, forJob }: Replication): ReplicationProblem | undefined {
  const fix = `lakeferry status ${forJob}`;
  if (alerts?.reading !== undefined)
    return {
      health: 'late',
      cause: 'DMS has paused reading from the source',
      fix: `${fix} shows the event with the reason`,
      since: alerts.reading,
    };
  if (alerts?.latency === undefined) return undefined;
  const cause = 'changes arrive later than max-latency allows';
  return { health: 'late', cause, fix, since: alerts.latency };
}

/** A task that still runs will be stopped by the next poll. */
function stopProblem({ desired, desiredBy, desiredAt, forJob, seen }: Replication) {
  if (desired === 'running') return undefined;
  const isOver = seen === undefined || kindOf(seen.status) !== 'running';
  const place = { health: 'paused', since: desiredAt } as const;
  switch (desiredBy) {
    case 'config':
      // Without a task nothing is left to do: the job is removed, or only loads now.
      if (seen?.status === 'gone') return undefined;
      return {
        ...place,
        cause: 'its department file disables it, or no longer has it',
        fix: `enable it and deploy, or delete its task: lakeferry stop ${forJob} --delete`,
      };
    case 'settings':
      return { ...place, cause: 'it was stopped by its task settings', fix: `lakeferry resume ${forJob}` };
    default:
      return {
        ...place,
        cause: `${isOver ? 'stopped' : 'is being stopped'} by ${desiredBy}`,
        fix: `lakeferry ${seen?.status === 'gone' ? 'start' : 'resume'} ${forJob}`,
      };
  }
}
