import type { History } from '../../aws/history/history';
import type { DmsWait } from '../../core/runs/task/dms-wait';
import { isRunError, RunError } from '../../core/runs/record/run-error';
import type { DmsWaitGoal } from '../../core/runs/task/goal';

/** Answer of CreateTask and StartTask when their run must wait for DMS: the state machine waits for the goal, and calls again. */
export interface WaitingForDms {
  readonly waitsFor: DmsWaitGoal;
  /** Reason, as people see it. */
  readonly waitText: string;
}

interface Wanted extends Pick<DmsWait, 'connections' | 'taskArn'> {
  readonly goal: DmsWaitGoal;
}

/** Error of a call that must be repeated when a goal is reached. State machines of earlier versions retry it by its name. */
export class MustWait extends RunError {
  constructor(
    readonly wanted: Wanted,
    text: string,
    options?: ErrorOptions,
  ) {
    super(wanted.goal === 'connections-tested' ? 'ConnectionTestInProgress' : 'TaskBusy', text, options);
  }
}

/** Does the work. A task that is busy meanwhile must settle. */
export async function untilSettled<Result>(
  taskArn: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MustWait || !isRunError(error, 'TaskBusy')) throw error;
    throw new MustWait({ goal: 'settled', taskArn }, error.message, { cause: error });
  }
}

/** Does the work of a state, or records what its run waits for. A state machine of an earlier version gets the error. */
export async function orWait<Result>(
  history: Pick<History, 'inFlightRunWaitsForDms' | 'recordWaitForDms'>,
  by: DmsWait['by'],
  { run, canWait }: { readonly run: string; readonly canWait?: boolean | undefined },
  now: Date,
  work: () => Promise<Result>,
): Promise<Result | WaitingForDms> {
  try {
    return await untilSettled(undefined, work);
  } catch (error) {
    if (!(error instanceof MustWait) || canWait !== true) throw error;
    const { goal, ...wanted } = error.wanted;
    await history.recordWaitForDms(run, error.message);
    if (!(await history.inFlightRunWaitsForDms(run, { by, since: now.toISOString(), ...wanted })))
      throw new RunError(
        'ExecutionEnded',
        `the execution of this run has ended while it waited: ${error.message}`,
      );
    return { waitsFor: goal, waitText: error.message };
  }
}
