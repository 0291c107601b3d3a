import { setTimeout as pause } from 'node:timers/promises';
import { createDms, type Dms } from '../../aws/dms/dms';
import type { Plans } from '../../aws/plans';
import { continueAfterDeletion } from '../../core/checks/position/after-deletion';
import { kindOf } from '../../core/model/task-status';
import type { Checkpoint } from '../../core/runs/replication/checkpoint';
import type { JobEvent } from '../../core/runs/replication/job-event';
import type { Task } from '../../core/runs/task/task';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { type CdcJob, readCdcJob, storeCheckpoint } from './cdc-job';
import { recordEvent } from './record-event';
import { taskRefusalOf } from './task-refusal';
import { taskRefused } from './task-refused';

export interface StoppedReplication {
  readonly job: string;
  /** Status of the task when this was returned; `gone` when it was deleted or did not exist. */
  readonly status: string;
  readonly checkpoint?: Checkpoint;
  /** Way to continue after the task was deleted. Absent while there is a task. */
  readonly next?: string;
}

export interface StopRequest {
  readonly job: string;
  /** Wait until the task is down and its checkpoint is stored. */
  readonly wait: boolean;
  /** Delete the task too, once its checkpoint is stored; implies `wait`. */
  readonly delete: boolean;
  /** Delete the task without a stored checkpoint too. */
  readonly force: boolean;
  readonly by: string;
  readonly now: () => Date;
}

export type StoppingDms = Pick<Dms, 'describeTasks' | 'stopTask' | 'deleteTask'>;

const checkEvery = 500;
/** Operators allow an hour for a large transaction to end: docs/aws-facts.md. */
const minutesToStop = 60;

/** Stores the checkpoint, sets the desired state of the job to stopped, and stops its task. */
export async function stopReplication(
  environment: DeployedEnvironment,
  request: StopRequest,
  dms: StoppingDms = createDms(),
  plans?: Plans,
): Promise<StoppedReplication> {
  const { job } = request;
  const found = await readCdcJob(environment, job, dms, plans);
  checkStoppable(found, request);
  const before = await storeCheckpoint(environment, found, 'before-stop', request.now());
  await wantStopped(environment, request);
  if (found.task === undefined) {
    if (request.delete) await environment.history.endReplacement(job);
    return stopped(job, undefined, before);
  }
  if (found.task.status === 'running') await dms.stopTask(found.task.arn);
  if (!request.wait && !request.delete) return stopped(job, await taskOf(dms, found.task), before);
  const down = await untilDown(dms, job, found.task);
  const kept = await storeCheckpoint(
    environment,
    { job, ...(down === undefined ? {} : { task: down }) },
    request.delete ? 'before-delete' : 'command',
    request.now(),
  );
  if (!request.delete || down === undefined) {
    if (request.delete) await environment.history.endReplacement(job);
    return stopped(job, down, kept);
  }
  if (kept?.taskArn !== down.arn && !request.force)
    throw new UseCaseError({ kind: 'position-would-be-lost', job });
  await dms.deleteTask(down.arn);
  await untilGone(dms, job, down);
  // Recorded before the poll sees it: a start that follows must not ask for the log that a stopped task continues from.
  const at = request.now().toISOString();
  await environment.history.recordSeen(job, { seen: { status: 'gone', at, since: at, isDeleted: true } });
  // The person decides where the next task starts.
  await environment.history.endReplacement(job);
  await record(environment, request, 'task-stopped', `${request.by} deleted the task`);
  return { ...stopped(job, undefined, kept), next: nextOf(found, kept) };
}

function nextOf({ job, replication }: CdcJob, checkpoint: Checkpoint | undefined): string {
  const { engine, connectionAttributes } = replication?.source ?? {};
  const mode = replication?.mode ?? 'cdc';
  const hasCheckpoint = checkpoint !== undefined;
  return continueAfterDeletion({ job, mode, engine, connectionAttributes, hasCheckpoint });
}

/** Throws when there is nothing to stop. */
export function checkStoppable(
  { job, task, replication }: CdcJob,
  request: Pick<StopRequest, 'delete'>,
): void {
  const isWantedUp = replication?.desired === 'running';
  // The poll would create a missing task that is wanted up: then the desired state is what has to change.
  if (task === undefined && isWantedUp) return;
  const refusal = taskRefusalOf('stop', task);
  // A task that never started has nothing to stop, but can be deleted.
  if (refusal !== undefined && !(request.delete && refusal === 'never-started'))
    throw taskRefused('stop', job, task, refusal);
  if (task !== undefined && kindOf(task.status) === 'down' && !isWantedUp && !request.delete)
    throw new UseCaseError({ kind: 'already-stopped', job, status: task.status });
}

async function wantStopped(environment: DeployedEnvironment, request: StopRequest): Promise<void> {
  const desiredAt = request.now().toISOString();
  const wanted = { desired: 'stopped' as const, desiredBy: request.by, desiredAt };
  await environment.history.changeDesiredState(request.job, wanted);
  await record(environment, request, 'stop-ordered', `${request.by} stopped it`);
}

async function record(
  environment: DeployedEnvironment,
  { job, now }: StopRequest,
  kind: JobEvent['kind'],
  detail: string,
): Promise<void> {
  await recordEvent(environment, job, { at: now().toISOString(), kind, detail });
}

/** Resolves with undefined when the task is gone. */
async function untilDown(dms: StoppingDms, job: string, task: Task): Promise<Task | undefined> {
  for (let waited = 0; ; waited += checkEvery) {
    const now = await taskOf(dms, task);
    if (now === undefined || isDown(now.status)) return now;
    // DMS refuses to stop a task that is starting: the stop is requested again once it runs.
    if (now.status === 'running' && waited > 0) await dms.stopTask(task.arn);
    await waitOn(job, now, waited);
  }
}

function isDown(status: string): boolean {
  const kind = kindOf(status);
  return kind === 'down' || kind === 'ready';
}

async function untilGone(dms: StoppingDms, job: string, task: Task): Promise<void> {
  for (let waited = 0; ; waited += checkEvery) {
    const now = await taskOf(dms, task);
    if (now === undefined) return;
    await waitOn(job, now, waited);
  }
}

async function waitOn(job: string, { status }: Task, waited: number): Promise<void> {
  if (waited > minutesToStop * 60_000)
    throw new UseCaseError({ kind: 'task-does-not-end', job, status, minutes: minutesToStop });
  await pause(checkEvery);
}

async function taskOf(dms: StoppingDms, { arn }: Task): Promise<Task | undefined> {
  const [task] = await dms.describeTasks([arn]);
  return task;
}

function stopped(
  job: string,
  task: Task | undefined,
  checkpoint: Checkpoint | undefined,
): StoppedReplication {
  return { job, status: task?.status ?? 'gone', ...(checkpoint === undefined ? {} : { checkpoint }) };
}
