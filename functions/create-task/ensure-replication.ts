import { keepCheckpoint } from '../../application/replications/checkpoint-store';
import { visibleTags } from '../../application/runs/own-task';
import { ensureRunConnectionsTested } from '../../application/runs/run-connections';
import { untilSettled } from '../../application/runs/wait-for-dms';
import type { TaskRequest } from '../../aws/dms/task-request';
import { dmsTags } from '../../core/model/dms-tags';
import { namedEnvironment } from '../../core/model/environment-names';
import { taskResourceId } from '../../core/model/task-resource-id';
import type { JobPlan } from '../../core/planning/job-plan';
import { withRanges } from '../../core/planning/parallel-load';
import { isJobsTask, replicationTags } from '../../core/runs/record/new-run';
import { RunError } from '../../core/runs/record/run-error';
import { endpointsOf, type RunRecord } from '../../core/runs/record/run-record';
import {
  desiredReplication,
  isStoppedMeanwhile,
  replicationPlanOf,
} from '../../core/runs/replication/desired-state';
import { replacedStart } from '../../core/runs/replication/replaced-start';
import { continuedReplacement } from '../../core/runs/replication/replacement-step';
import { keptFormerTasks, type Replication } from '../../core/runs/replication/replication';
import { createdPosition } from '../../core/runs/replication/replication-start';
import {
  type TaskModification,
  taskModification,
  type WantedTask,
} from '../../core/runs/replication/task-modification';
import type { Task } from '../../core/runs/task/task';
import { notOurs } from '../../core/runs/task/wait-step';
import type { CreateTaskPorts } from './create-task-ports';
import { replaceTask } from './replace-task';

/** Task of a job, whichever of its tasks. */
type TaskDefinition = Omit<TaskRequest, 'resourceIdentifier'>;

/**
 * Creates the one task of a CDC job, modifies it when the plan has changed, or leaves it alone. From then on the polls keep it
 * running. See docs/pitfalls.md#second-start-of-a-cdc-job.
 * @throws RunError `TaskBusy`, or MustWait, until the task can be modified
 */
export async function ensureReplication(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Promise<{ taskArn: string }> {
  const { history, dms, environment } = ports;
  const desired = desiredReplication(record, job, now);
  const wanted: TaskDefinition = {
    identifier: desired.taskIdentifier,
    ...endpointsOf(record),
    mode: job.mode,
    tableMappings: JSON.stringify(job.tableMappings),
    taskSettings: JSON.stringify(job.taskSettings),
    tags: { ...dmsTags(job.tags), ...replicationTags(environment, record, desired.planHash) },
  };
  const existing = await dms.findTask(wanted.identifier);
  const task =
    existing === undefined
      ? await createFirst(ports, record, job, wanted, now)
      : await untilSettled(existing.arn, () =>
          modifyTask(ports, record, job, existing, { ...wanted, planHash: desired.planHash }, now),
        );

  const read = await history.replication(record.jobKey);
  const former = await history.recordDesiredReplication(desired, {
    read,
    keepsChange: read?.replacement !== undefined,
    keepsStop: read !== undefined && isStoppedMeanwhile(read, record),
  });
  const formerTasks = former.formerTasks ?? [];
  if (former.taskArn !== task.arn)
    await history.replicationHasTask(
      record.jobKey,
      task.arn,
      former.taskArn === undefined ? formerTasks : [...formerTasks, former.taskArn].slice(-keptFormerTasks),
    );
  await history.recordTask(record.run, { identifier: task.identifier, arn: task.arn }, now.toISOString());
  if (!(await history.inFlightRunHasTask(record.run, { identifier: task.identifier, arn: task.arn })))
    throw new RunError(
      'ExecutionEnded',
      'the execution of this run has ended; the task of the job keeps running',
    );
  return { taskArn: task.arn };
}

/**
 * Adds the segments of the task's first load. A living task is never modified for new boundaries, because the plan's hash does not
 * contain them. A changed plan replaces them with mappings without segments.
 */
async function withSplits(
  { history }: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  wanted: TaskDefinition,
): Promise<TaskDefinition> {
  if (job.splits === undefined) return wanted;
  const mappings = withRanges(job.tableMappings, await history.splits(record.run));
  return { ...wanted, tableMappings: JSON.stringify(mappings) };
}

async function createFirst(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  wanted: TaskDefinition,
  now: Date,
): Promise<Task> {
  await ports.history.expectTask(record.run, wanted.identifier);
  await ensureRunConnectionsTested(ports, record, job, now);
  const checkpoint = await ports.history.checkpoint(record.jobKey);
  const known = await ports.history.replication(record.jobKey);
  const replacement = await currentReplacement(ports, record, job, known?.replacement);
  const { startFrom } = replacedStart(replicationPlanOf(job).startFrom, replacement);
  const task = await ports.dms.createTask({
    resourceIdentifier: taskResourceId(namedEnvironment(ports), record.run, known?.taskArn),
    ...(await withSplits(ports, record, job, wanted)),
    startPosition: createdPosition(startFrom, checkpoint),
  });
  if (task === undefined) throw new RunError('TaskBusy', `another run has just created ${wanted.identifier}`);
  await recordEvent(ports, record, 'task-created', wanted.identifier, now);
  return task;
}

/** Replacement that is not over, with the start that the job needs now. */
async function currentReplacement(
  { history }: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  known: Replication['replacement'],
): Promise<Replication['replacement']> {
  if (known === undefined) return undefined;
  const current = continuedReplacement(known, replacedJobOf(record, job));
  if (current.do === 'refuse') throw new RunError('TaskNotChangeable', current.cause);
  if (current.as.start !== known.start) await history.recordReplacement(record.jobKey, current.as);
  return current.as;
}

function replacedJobOf(record: RunRecord, job: JobPlan): Omit<WantedTask, 'planHash'> {
  return {
    ...endpointsOf(record),
    job: record.jobKey,
    mode: job.mode,
    engine: job.connection?.engine,
    connectionAttributes: job.connection?.connectionAttributes,
    startFrom: replicationPlanOf(job).startFrom.kind,
  };
}

async function modifyTask(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  task: Task,
  wanted: TaskDefinition & { readonly planHash: string },
  now: Date,
): Promise<Task> {
  const { dms, history, environment } = ports;
  if (task.status !== 'running') await history.expectTask(record.run, wanted.identifier);
  if (task.status === 'deleting') throw new RunError('TaskBusy', `${wanted.identifier} is being deleted`);
  const tags = await visibleTags(dms, task, now);
  if (!isJobsTask(tags, environment, record)) throw new RunError('TaskNotOurs', notOurs(wanted.identifier));
  const asWanted = { ...replacedJobOf(record, job), planHash: wanted.planHash };
  // The tag of a task that a killed run may have modified says nothing.
  const isModified = (await history.replication(record.jobKey))?.modifying === task.arn;
  const change: TaskModification = taskModification(task, isModified ? {} : tags, asWanted);
  if (change.do !== 'leave') await history.expectTask(record.run, wanted.identifier);
  switch (change.do) {
    case 'leave':
      return task;
    case 'modify':
      await keepCheckpoint(history, record.jobKey, task, 'before-modify', now);
      await modifyAndTag(ports, record, task, wanted, wanted.planHash);
      await recordEvent(ports, record, 'task-modified', modificationDetail(record), now);
      return task;
    case 'move':
      await keepCheckpoint(history, record.jobKey, task, 'before-modify', now);
      await recordEvent(ports, record, 'task-modified', 'the task is moved to another instance', now);
      await dms.moveTask(task.arn, wanted.replicationInstanceArn);
      throw new RunError('TaskBusy', `${wanted.identifier} is being moved to another instance`);
    case 'stop-first':
      await keepCheckpoint(history, record.jobKey, task, 'before-stop', now);
      await recordEvent(ports, record, 'plan-changed', 'the task is stopped, modified and resumed', now);
      await dms.stopTask(task.arn);
      throw new RunError('TaskBusy', `${wanted.identifier} is being stopped to modify it`);
    case 'retry':
      throw new RunError('TaskBusy', `${wanted.identifier} is ${task.status}`);
    case 'replace':
      return await replaceTask(ports, record, task, change, asWanted, now);
    case 'refuse':
      throw new RunError('TaskNotChangeable', change.cause);
  }
}

/**
 * Modifies the task, then tags it with its plan. A task that refuses its tags until it is modified gets them in a later attempt,
 * which finds the modification in the history and does not repeat it.
 */
async function modifyAndTag(
  { dms, history }: CreateTaskPorts,
  { jobKey }: RunRecord,
  { arn }: Task,
  wanted: TaskDefinition,
  planHash: string,
): Promise<void> {
  const known = (await history.replication(jobKey))?.modified;
  if (known?.taskArn !== arn || known.planHash !== planHash) {
    await history.recordModified(jobKey, undefined);
    await history.recordModifying(jobKey, arn);
    await dms.modifyTask(arn, wanted);
    await history.recordModified(jobKey, { taskArn: arn, planHash });
  }
  await dms.tagTask(arn, wanted.tags);
  await history.recordModified(jobKey, undefined);
}

function modificationDetail({ mode }: RunRecord): string {
  const added = mode === 'cdc' ? 'replicate from now on, without a load' : 'are loaded when the task resumes';
  return `the task has the mappings and settings of the plan; new tables ${added}`;
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
