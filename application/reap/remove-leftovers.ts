import type { Leftover } from '../../core/runs/reap/leftover';
import { kindOf } from '../../core/model/task-status';
import { createSnapshots } from '../lake/snapshots';
import { removeUnused } from '../lake/unused-folders';
import { recordEvent } from '../replications/record-event';
import { findSnapshotFiles, findStagedFiles, isBusy, snapshotJobOf } from './left-files';
import { findLeftInFlightRuns, findLeftLeases } from './left-items';
import { leftTask } from './left-tasks';
import type { RemovalPorts } from './reap-ports';

/** `gone`: somebody else removed it, or it is needed again. `stopping`: DMS stops the task, which can be deleted then. */
export type Removal = 'removed' | 'gone' | 'stopping';

export interface RemovedLeftover {
  readonly leftover: Leftover;
  readonly outcome: Removal | 'failed';
  /** Reason of a failure. */
  readonly message?: string;
}

export interface RemovalRequest {
  /** Person, such as `ada@laptop`. */
  readonly by: string;
  readonly now: () => Date;
}

const keysAtOnce = 1000;

/**
 * Removes leftovers. Each is judged again right before, and the history of its job says who removed it. Safe to repeat, by two
 * people at once as well. One that fails stops no other.
 */
export async function removeLeftovers(
  ports: RemovalPorts,
  leftovers: readonly Leftover[],
  request: RemovalRequest,
): Promise<readonly RemovedLeftover[]> {
  const removed: RemovedLeftover[] = [];
  for (const leftover of leftovers) {
    try {
      removed.push({ leftover, outcome: await remove(ports, leftover, request) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      removed.push({ leftover, outcome: 'failed', message });
    }
  }
  return removed;
}

async function remove(
  ports: RemovalPorts,
  leftover: Leftover,
  { by, now }: RemovalRequest,
): Promise<Removal> {
  const { id, job } = leftover;
  // Recorded before: what is gone is always in the history.
  const record = (what: string): Promise<void> =>
    recordEvent(ports, job, {
      at: now().toISOString(),
      kind: 'leftovers-removed',
      detail: `${by} removes ${what}`,
      ...(leftover.run === undefined ? {} : { run: leftover.run }),
    });
  switch (leftover.kind) {
    case 'task':
      return await removeTask(ports, id, now(), record);
    case 'in-flight-run': {
      const found = (await findLeftInFlightRuns(ports, now())).find((one) => one.id === id);
      if (found === undefined) return 'gone';
      await record(`the run in flight ${id}`);
      return (await ports.history.closeInFlightRun({ run: id, taskArn: found.taskArn })) ? 'removed' : 'gone';
    }
    case 'lease': {
      const [found] = await findLeftLeases(ports, [job], now());
      if (found?.run === undefined || found.run !== leftover.run) return 'gone';
      await record(`the lease that ${found.run} held`);
      await ports.history.releaseLease(job, found.run);
      return 'removed';
    }
    case 'staged-files':
      return await removeStagedFiles(ports, leftover, now(), record);
    case 'snapshot-files':
      return await removeSnapshotFiles(ports, leftover, now(), record);
  }
}

type Record = (what: string) => Promise<void>;

async function removeTask(ports: RemovalPorts, arn: string, now: Date, record: Record): Promise<Removal> {
  const [task] = await ports.dms.describeTasks([arn]);
  if (task === undefined || (await leftTask(ports, task, now)) === undefined) return 'gone';
  await record(`the task ${task.identifier}`);
  if (kindOf(task.status) === 'running') {
    await ports.dms.stopTask(arn);
    return 'stopping';
  }
  return (await ports.dms.deleteTask(arn)) ? 'removed' : 'gone';
}

/** Stops when a run of the job begins: its load writes files under the same keys. */
async function removeStagedFiles(
  ports: RemovalPorts,
  { job }: Leftover,
  now: Date,
  record: Record,
): Promise<Removal> {
  const known = await snapshotJobOf(ports, job, now);
  const [found] = known === undefined ? [] : await findStagedFiles(ports, known, now);
  if (found === undefined) return 'gone';
  await record(`${found.keys.length} staged files of ${found.id}`);
  for (let from = 0; from < found.keys.length; from += keysAtOnce) {
    if (await isBusy(ports, job)) return 'gone';
    await ports.documents.remove(ports.stagingBucket, found.keys.slice(from, from + keysAtOnce));
  }
  return 'removed';
}

async function removeSnapshotFiles(
  ports: RemovalPorts,
  { id, job }: Leftover,
  now: Date,
  record: Record,
): Promise<Removal> {
  const { documents, objects, lakeBucket } = ports;
  const known = await snapshotJobOf(ports, job, now);
  const found =
    known === undefined ? [] : (await findSnapshotFiles(ports, known, now)).filter((one) => one.id === id);
  const [left] = found;
  if (left === undefined || known === undefined) return 'gone';
  await record(`${left.files} files in the lake that ${id} names`);
  const snapshots = createSnapshots({ documents, objects }, lakeBucket, known.publishing.prefix);
  if (!(await removeUnused(ports, snapshots, left, () => false))) return 'gone';
  await documents.remove(lakeBucket, [id]);
  return 'removed';
}
