import { ensureEndpointsFit } from '../../application/runs/endpoints-fit';
import { ensureRunConnectionsTested } from '../../application/runs/run-connections';
import { orWait, type WaitingForDms } from '../../application/runs/wait-for-dms';
import type { TaskRequest } from '../../aws/dms/task-request';
import { namedEnvironment } from '../../core/model/environment-names';
import type { JobPlan } from '../../core/planning/job-plan';
import { newInFlightRun } from '../../core/runs/record/new-run';
import { parseEvent, TaskEvent } from '../../core/runs/record/parse-event';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { CreateTaskPorts } from './create-task-ports';
import { ensureReplication } from './ensure-replication';
import { loadedJob } from './loaded-job';
import { ensureNoLivingTask } from './no-living-task';
import { obtainTask } from './obtain-task';
import { taskRequest } from './task-request';

/**
 * Creates the run's task, or finds the task of an earlier attempt. A CDC job has one task for all its runs. Returns what the run must
 * wait for first.
 */
export async function createTask(
  ports: CreateTaskPorts,
  event: unknown,
  now: Date,
): Promise<CreatedTask | WaitingForDms> {
  const { history, plans } = ports;
  const asked = parseEvent(TaskEvent, event);
  return await orWait(history, 'CreateTask', asked, now, async () => {
    const record = await history.knownRun(asked.run);
    const job = await plans.job(record.plan, record.jobKey);
    await ensureEndpointsFit(ports, job);
    if (record.mode !== undefined) return await ensureReplication(ports, record, job, now);
    return await ensureTask(ports, record, job, now);
  });
}

interface CreatedTask {
  readonly taskArn: string;
}

async function ensureTask(
  ports: CreateTaskPorts,
  record: RunRecord,
  job: JobPlan,
  now: Date,
): Promise<CreatedTask> {
  const { history } = ports;
  await ensureNoLivingTask(history, record.jobKey, now);
  await ensureRunConnectionsTested(ports, record, job, now);

  const loaded = await loadedJob(history, record, job);
  const splits = job.splits === undefined ? [] : await history.splits(record.run);
  const request = taskRequest(namedEnvironment(ports), record, loaded, splits);
  if (!(await history.inFlightRunHasTask(record.run, { identifier: request.identifier })))
    throw endedMeanwhile(request);
  const { arn, identifier } = await obtainTask(ports, record, request, now);
  await history.recordTask(record.run, { identifier, arn }, now.toISOString());
  if (!(await history.inFlightRunHasTask(record.run, { identifier, arn }))) {
    // A poll may close the run, or may have closed it, because it knows no task: hand it this one.
    const orphanedBy = {
      state: 'CreateTask',
      error: 'ExecutionEnded',
      cause: 'it ended while its task was created',
    };
    await history.adoptOrphan({
      ...newInFlightRun(record),
      taskArn: arn,
      taskIdentifier: identifier,
      orphanedBy,
    });
    throw endedMeanwhile(request);
  }
  return { taskArn: arn };
}

function endedMeanwhile(request: TaskRequest): RunError {
  return new RunError(
    'ExecutionEnded',
    `the execution of this run has ended; the next poll deletes ${request.identifier}`,
  );
}
