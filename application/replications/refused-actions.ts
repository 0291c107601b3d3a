import { UseCaseError } from '../use-case-error';
import type { CdcJob } from './cdc-job';
import { checkStoppable } from './stop-replication';
import { type TaskAction, taskActions, taskRefusalOf } from './task-refusal';
import { taskRefused } from './task-refused';

/** Actions that the job does not take now, each with the reason. The use case of an action decides again when it runs. */
export function refusedActions(found: CdcJob): ReadonlyMap<TaskAction, UseCaseError> {
  const refused = new Map<TaskAction, UseCaseError>();
  for (const action of taskActions) {
    const error = refusalOf(action, found);
    if (error !== undefined) refused.set(action, error);
  }
  return refused;
}

function refusalOf(action: TaskAction, found: CdcJob): UseCaseError | undefined {
  const { job, task, replication } = found;
  if (action === 'stop') return stopRefusal(found);
  if (action === 'reload' && replication?.mode === 'cdc')
    return new UseCaseError({ kind: 'loads-no-tables', job });
  const refusal = taskRefusalOf(action, task);
  return refusal === undefined ? undefined : taskRefused(action, job, task, refusal);
}

function stopRefusal(found: CdcJob): UseCaseError | undefined {
  try {
    checkStoppable(found, { delete: false });
    return undefined;
  } catch (error) {
    if (error instanceof UseCaseError) return error;
    throw error;
  }
}
