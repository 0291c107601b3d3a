import { RunError } from '../../core/runs/record/run-error';
import { errorName, toRunError } from '../errors';

/** Answers trail a creation or a deletion, so that a task that was just described may not be found. */
const busyFaults: readonly string[] = [
  'InvalidResourceStateFault',
  'InvalidParameterCombinationException',
  'ResourceNotFoundFault',
];

/** Calls DMS. Throws `TaskBusy` when the state of the task does not allow the call now. */
export async function callOrBusy(action: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (busyFaults.includes(errorName(error)))
      throw new RunError('TaskBusy', `${action}: ${String(error)}`, { cause: error });
    throw toRunError(error, action, 'DmsRefused');
  }
}

/** Calls DMS. Returns false when the task is gone or in another state: the next poll decides again. */
export async function callUnlessChanged(action: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (['ResourceNotFoundFault', 'InvalidResourceStateFault'].includes(errorName(error))) return false;
    throw toRunError(error, action, 'DmsRefused');
  }
}
