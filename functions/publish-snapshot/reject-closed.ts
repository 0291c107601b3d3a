import { RunError } from '../../core/runs/record/run-error';
import type { PublishPorts } from './publish-ports';

/** Rejects work for a run that was closed, for example because a person stopped its execution while a function was working. */
export async function rejectClosed({ history }: Pick<PublishPorts, 'history'>, run: string): Promise<void> {
  if ((await history.knownRun(run)).phases.closed !== undefined) throw runClosed(run);
}

export function runClosed(run: string): RunError {
  return new RunError('RunClosed', `${run} is closed, so it publishes nothing; run the job again`);
}
