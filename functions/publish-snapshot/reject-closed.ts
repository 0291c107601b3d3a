import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { PublishPorts } from './publish-ports';

/** Rejects work for a run that was closed or cancelled, for example because a person stopped its execution while a function worked. */
export async function rejectClosed({ history }: Pick<PublishPorts, 'history'>, run: string): Promise<void> {
  rejectIfClosed(await history.knownRun(run));
}

/** As `rejectClosed`, of a record that was just read. */
export function rejectIfClosed({ run, phases, cancelled }: RunRecord): void {
  if (phases.closed !== undefined || cancelled !== undefined) throw runClosed(run);
}

export function runClosed(run: string): RunError {
  return new RunError(
    'RunClosed',
    `${run} is closed or cancelled, so it publishes nothing; run the job again`,
  );
}
