import { keepCheckpoint } from '../../application/checkpoint-store';
import { ensureRunConnectionsTested } from '../../application/run-connections';
import type { TaskRequest } from '../../aws/dms/dms';
import type { JobPlan } from '../../core/planning/job-plan';
import { withRanges } from '../../core/planning/parallel-load';
import { isJobsTask, replicationTags } from '../../core/runs/record/new-run';
import { RunError } from '../../core/runs/record/run-error';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';
import { desiredReplication } from '../../core/runs/replication/desired-state';
import { keptFormerTasks } from '../../core/runs/replication/replication';
import { type TaskModification, taskModification } from '../../core/runs/replication/task-modification';
import type { Task } from '../../core/runs/task/task';
import type { CreateTaskPorts } from './create-task-ports';

/**
 * A CDC job has one task (L12): it is made if there is none, changed if the plan has changed, and otherwise left alone. `TaskBusy`
 * until it can be changed. From then on the poll keeps it running.
 */
export async function ensureReplication(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Promise<{ taskArn: string }> {
  const { history, dms, environment } = ports;
  const desired = desiredReplication(record, job, now);
  const wanted: TaskRequest = {
    identifier: desired.taskIdentifier,
    ...endpointsOf(record),
    mode: job.mode,
    tableMappings: JSON.stringify(job.tableMappings),
    taskSettings: JSON.stringify(job.taskSettings),
    tags: { ...job.tags, ...replicationTags(environment, record, desired.planHash) },
  };
  const standing = await dms.findTask(wanted.identifier);
  const task =
    standing === undefined
      ? await makeTask(ports, record, job, wanted, now)
      : await changeTask(ports, record, standing, wanted, desired.planHash, now);

  const former = await history.recordDesiredReplication(desired);
  const formerTasks = former.formerTasks ?? [];
  if (former.taskArn !== task.arn)
    await history.replicationHasTask(
      record.jobKey,
      task.arn,
      former.taskArn === undefined ? formerTasks : [...formerTasks, former.taskArn].slice(-keptFormerTasks),
    );
  await history.recordTask(record.run, { identifier: task.identifier, arn: task.arn }, now.toISOString());
  if (!(await history.inFlightRunHasTask(record.run, { identifier: task.identifier, arn: task.arn })))
    throw new RunError('ExecutionEnded', 'the execution of this run is over; its task lives on');
  return { taskArn: task.arn };
}

/**
 * The task's first load may be in segments. A living task is never changed for new boundaries: the plan's hash, by which a change is
 * seen, knows none, and a change of the plan puts mappings without segments in their place.
 */
async function withSplits(
  { history }: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  wanted: TaskRequest,
): Promise<TaskRequest> {
  if (job.splits === undefined) return wanted;
  const mappings = withRanges(job.tableMappings, await history.splits(record.run));
  return { ...wanted, tableMappings: JSON.stringify(mappings) };
}

async function makeTask(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  wanted: TaskRequest,
  now: Date,
): Promise<Task> {
  await ports.history.expectTask(record.run, wanted.identifier);
  await ensureRunConnectionsTested(ports, record, now);
  const task = await ports.dms.createTask(await withSplits(ports, record, job, wanted));
  if (task === undefined)
    throw new RunError('TaskBusy', `${wanted.identifier} has just been made by another; ask again`);
  await recordEvent(ports, record, 'task-created', `${wanted.identifier} is made`, now);
  return task;
}

async function changeTask(
  ports: CreateTaskPorts,
  record: RunRecord,
  task: Task,
  wanted: TaskRequest,
  planHash: string,
  now: Date,
): Promise<Task> {
  const { dms, history, environment } = ports;
  if (task.status !== 'running') await history.expectTask(record.run, wanted.identifier);
  if (task.status === 'deleting')
    throw new RunError('TaskBusy', `${wanted.identifier} is being deleted; ask again in a moment`);
  const tags = await dms.tagsOf(task.arn);
  if (!isJobsTask(tags, environment, record))
    throw new RunError(
      'TaskNotOurs',
      `DMS has a task ${wanted.identifier} without our tags; rename or delete it, then run the job again`,
    );
  const change: TaskModification = taskModification(task, tags, { ...wanted, planHash });
  if (change.do !== 'leave') await history.expectTask(record.run, wanted.identifier);
  switch (change.do) {
    case 'leave':
      return task;
    case 'modify':
      await keepCheckpoint(history, record.jobKey, task, 'before-modify', now);
      await dms.modifyTask(task.arn, wanted);
      await recordEvent(ports, record, 'task-modified', modificationDetail(record), now);
      return task;
    case 'stop-first':
      await keepCheckpoint(history, record.jobKey, task, 'before-stop', now);
      await recordEvent(ports, record, 'plan-changed', 'the task is stopped, changed, and goes on', now);
      await dms.stopTask(task.arn);
      throw new RunError('TaskBusy', `${wanted.identifier} is being stopped to change it; ask again`);
    case 'retry':
      throw new RunError('TaskBusy', `${wanted.identifier} is ${task.status}; ask again in a moment`);
    case 'refuse':
      throw new RunError('TaskNotChangeable', change.cause);
  }
}

function modificationDetail({ mode }: RunRecord): string {
  const added = mode === 'cdc' ? 'followed from now on, without a load' : 'loaded when it resumes';
  return `mappings and settings are those of the plan; tables that are new are ${added}`;
}

async function recordEvent(
  { history, retentionDays }: CreateTaskPorts,
  { jobKey, run }: RunRecord,
  kind: 'task-created' | 'task-modified' | 'plan-changed',
  detail: string,
  now: Date,
): Promise<void> {
  await history.recordEvent(jobKey, { at: now.toISOString(), kind, detail, run }, retentionDays);
}
