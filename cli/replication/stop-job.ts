import { hostname, userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDms, type Dms } from '../../aws/dms/dms';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Task } from '../../core/runs/task/task';
import type { Connection } from '../connect';
import { CommandError, exitCodes, wrongUse } from '../exit-codes';
import type { Shell } from '../shell';
import { type CdcJob, keepCheckpoint, readCdcJob, recordEvent } from './cdc-job';
import { refusalOf } from './task-allows';

export interface StoppedJob {
  readonly job: string;
  /** The task's status when this was written; `gone` when it was deleted, or was not there. */
  readonly status: string;
  readonly checkpoint?: Checkpoint;
}

export interface StopOptions {
  readonly wait: boolean;
  readonly delete: boolean;
  readonly force: boolean;
}

export type StoppingDms = Pick<Dms, 'describeTasks' | 'stopTask' | 'deleteTask'>;

const lookEvery = 500;
/** What the operators of AWS reckon with for a large transaction (dms-facts 1.7). */
const stopsWithin = 60 * 60_000;

/** Keeps the checkpoint, orders the job to stay down, and stops its task; `delete` also removes the task, once it is down. */
export async function stopJob(
  connection: Connection,
  key: string,
  options: StopOptions,
  shell: Shell,
  dms: StoppingDms = createDms(),
): Promise<StoppedJob> {
  const found = await readCdcJob(connection, key, dms);
  refuseIdle(found, options);
  const before = await keepCheckpoint(connection, found, 'before-stop', shell.now());
  await orderDown(connection, key, shell);
  if (found.task === undefined) return said(key, undefined, before);
  if (found.task.status === 'running') await dms.stopTask(found.task.arn);
  if (!options.wait && !options.delete) return said(key, await taskOf(dms, found.task), before);
  const down = await untilDown(dms, found.task);
  const kept = await keepCheckpoint(
    connection,
    { job: key, ...(down === undefined ? {} : { task: down }) },
    options.delete ? 'before-delete' : 'command',
    shell.now(),
  );
  if (!options.delete || down === undefined) return said(key, down, kept);
  if (kept?.taskArn !== down.arn && !options.force)
    throw wrongUse(
      `${key} is stopped, but DMS shows no checkpoint of its task, which goes with it: its position would be lost; --force deletes it all the same`,
    );
  await dms.deleteTask(down.arn);
  await untilGone(dms, down);
  // Before the poll sees it: a start that follows would be asked for the log that a stopped task goes on from.
  const at = shell.now().toISOString();
  await connection.history.recordSeen(key, { seen: { status: 'gone', at, since: at } });
  await event(connection, key, 'task-stopped', `${operator()} had the task deleted`, shell);
  return said(key, undefined, kept);
}

function refuseIdle({ job, task, replication }: CdcJob, options: StopOptions): void {
  const refusal = refusalOf('stop', job, task);
  const wantedUp = replication?.desired === 'running';
  // A task that is away although it is wanted would be made to run again: the order to stay down is what is asked for.
  if (task === undefined && wantedUp) return;
  if (refusal !== undefined && !(options.delete && task?.status === 'ready')) throw wrongUse(refusal);
  const down = task?.status === 'stopped' || task?.status === 'failed' || task?.status === 'failed-move';
  if (down && !wantedUp && !options.delete)
    throw wrongUse(
      `${job} is ${task.status} already, and stays so: "lakeferry resume ${job}" brings it back`,
    );
}

async function orderDown({ history, ...rest }: Connection, key: string, shell: Shell): Promise<void> {
  const wanted = { desired: 'stopped' as const, desiredBy: operator(), desiredAt: shell.now().toISOString() };
  await history.changeDesiredState(key, wanted);
  await event({ history, ...rest }, key, 'stop-ordered', `${operator()} stopped it`, shell);
}

async function event(
  connection: Connection,
  key: string,
  kind: 'stop-ordered' | 'task-stopped',
  detail: string,
  shell: Shell,
): Promise<void> {
  await recordEvent(connection, key, { at: shell.now().toISOString(), kind, detail });
}

/** Undefined when the task is gone. */
async function untilDown(dms: StoppingDms, task: Task): Promise<Task | undefined> {
  for (let waited = 0; ; waited += lookEvery) {
    const now = await taskOf(dms, task);
    if (now === undefined || ['stopped', 'failed', 'failed-move', 'ready'].includes(now.status)) return now;
    // DMS refuses to stop a task that is starting; once it runs it is asked again.
    if (now.status === 'running' && waited > 0) await dms.stopTask(task.arn);
    if (waited > stopsWithin)
      throw new CommandError(exitCodes.runFailed, `the task is still ${now.status} after an hour`);
    await sleep(lookEvery);
  }
}

async function untilGone(dms: StoppingDms, task: Task): Promise<void> {
  for (let waited = 0; (await taskOf(dms, task)) !== undefined; waited += lookEvery) {
    if (waited > stopsWithin)
      throw new CommandError(exitCodes.runFailed, 'the task is still there after an hour');
    await sleep(lookEvery);
  }
}

async function taskOf(dms: StoppingDms, { arn }: Task): Promise<Task | undefined> {
  const [task] = await dms.describeTasks([arn]);
  return task;
}

function said(job: string, task: Task | undefined, checkpoint: Checkpoint | undefined): StoppedJob {
  return { job, status: task?.status ?? 'gone', ...(checkpoint === undefined ? {} : { checkpoint }) };
}

export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}
