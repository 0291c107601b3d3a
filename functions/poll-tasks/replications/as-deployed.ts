import type { DeployedJob } from '../../../aws/deployed-jobs';
import type { EventKind } from '../../../core/runs/replication/job-event';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Attempts } from '../attempts';
import { recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';

/** Stops the task of a job that the configuration removes or disables, or that only loads now. Its checkpoint is kept. */
export async function asDeployed(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  deployed: DeployedJob | undefined,
  now: Date,
): Promise<Replication> {
  if (record.desired === 'stopped' || deployed === undefined) return record;
  const reason = reasonToStop(deployed);
  if (reason === undefined) return record;
  const [kind, detail] = reason;
  await attempts.do(() => recordEvent(ports, record, kind, detail, now));
  const desiredAt = now.toISOString();
  const wanted = { desired: 'stopped', desiredBy: 'config', desiredAt } as const;
  const changed = await attempts.take(
    () => ports.history.changeDesiredState(record.forJob, wanted),
    undefined,
  );
  return changed ?? { ...record, ...wanted };
}

function reasonToStop({ state, onlyLoads }: DeployedJob): readonly [EventKind, string] | undefined {
  const kept = 'its task is stopped and its checkpoint kept';
  if (state === 'removed') return ['job-removed', `no deployed department has the job; ${kept}`];
  if (onlyLoads === true)
    return ['task-replaced', 'the job has mode: full-load; its task is stopped, and then deleted'];
  if (state === 'disabled') return ['job-disabled', `its department’s file has enabled: false; ${kept}`];
  return undefined;
}
