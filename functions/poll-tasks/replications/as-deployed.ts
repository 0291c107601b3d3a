import type { DeployedJob } from '../../../aws/deployed-jobs';
import type { EventKind } from '../../../core/runs/replication/job-event';
import type { Replication } from '../../../core/runs/replication/replication';
import type { Attempts } from '../attempts';
import { recordEvent } from '../notify';
import type { PollPorts } from '../poll-ports';

/** Stops a job that the configuration removes or disables. Its checkpoint is kept. */
export async function asDeployed(
  ports: PollPorts,
  attempts: Attempts,
  record: Replication,
  deployed: DeployedJob | undefined,
  now: Date,
): Promise<Replication> {
  if (record.desired === 'stopped' || deployed === undefined || deployed.state === 'enabled') return record;
  const [kind, why]: [EventKind, string] =
    deployed.state === 'removed'
      ? ['job-removed', 'no deployed department has the job']
      : ['job-disabled', 'its department’s file has enabled: false'];
  const detail = `${why}; its task is stopped and its checkpoint kept`;
  await attempts.do(() => recordEvent(ports, record, kind, detail, now));
  const desiredAt = now.toISOString();
  const wanted = { desired: 'stopped', desiredBy: 'config', desiredAt } as const;
  const changed = await attempts.take(
    () => ports.history.changeDesiredState(record.forJob, wanted),
    undefined,
  );
  return changed ?? { ...record, ...wanted };
}
