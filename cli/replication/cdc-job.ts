import { keepCheckpoint as storeCheckpoint } from '../../application/checkpoint-store';
import { createDms, type Dms } from '../../aws/dms/dms';
import { createPlans } from '../../aws/plans';
import type { Replication } from '../../core/runs/replication/replication';
import type { JobEvent } from '../../core/runs/replication/job-event';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Task } from '../../core/runs/task/task';
import { unknownName } from '../configuration';
import type { Connection } from '../connect';
import { wrongUse } from '../exit-codes';

/** A CDC job as it stands: what is wanted of it, and its task as DMS says. */
export interface CdcJob {
  readonly job: string;
  /** Absent before its first run. */
  readonly replication?: Replication;
  readonly task?: Task;
}

/** `department/job`, or a CommandError. */
export function jobKeyOf(text: string | undefined): string {
  if (text !== undefined && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(text)) return text;
  throw wrongUse(`"${text ?? ''}" is no job: write department/job, such as sales/orders-live`);
}

/** Refuses what is not deployed and has no task, and jobs whose tasks end with their runs. */
export async function readCdcJob(
  { deployment, platform, history }: Connection,
  job: string,
  dms: Pick<Dms, 'describeTasks'> = createDms(),
): Promise<CdcJob> {
  const replication = await history.replication(job);
  if (replication !== undefined) {
    const arn = replication.taskArn;
    const [task] = arn === undefined ? [] : await dms.describeTasks([arn]);
    return { job, replication, ...(task === undefined ? {} : { task }) };
  }
  const starter = await deployment.jobStarter(platform.environment, job);
  if (starter === undefined) throw unknownName('job', job, await deployment.jobKeys(platform.environment));
  const { mode } = await createPlans().job(starter.plan, job);
  if (mode === 'full-load')
    throw wrongUse(
      `${job} is a full-load job, whose tasks end with its runs: "lakeferry run ${job}" runs it, "lakeferry show ${job}" tells of it`,
    );
  return { job };
}

/** Writes a checkpoint down where DMS shows one. What is in the checkpoint store afterwards. */
export async function keepCheckpoint(
  { history }: Connection,
  { job, task }: CdcJob,
  seenIn: Checkpoint['seenIn'],
  now: Date,
): Promise<Checkpoint | undefined> {
  if (task !== undefined) await storeCheckpoint(history, job, task, seenIn, now);
  return history.checkpoint(job);
}

const days = 86_400;
/** Where no run says how long the history is kept. */
const retentionWithoutRuns = 90;

/** Events go when the job's runs go. */
export async function recordEvent({ history }: Connection, job: string, event: JobEvent): Promise<void> {
  const [newest] = await history.runsOfJob(job, { limit: 1, now: new Date(event.at) });
  const kept =
    newest === undefined
      ? retentionWithoutRuns
      : Math.round((newest.expiresAt - Date.parse(newest.openedAt) / 1_000) / days);
  await history.recordEvent(job, event, kept);
}
