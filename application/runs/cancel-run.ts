import { createTriggerWholePoll } from '../../aws/poll-trigger';
import type { Cancellation } from '../../core/runs/record/cancellation';
import { tooLateToCancel } from '../../core/runs/verdict/cancelled-verdict';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { runNamed } from './read-run';
import type { Requester } from './start-run';

export interface CancelledRun extends Cancellation {
  readonly run: string;
  readonly job: string;
  /** Mode of a CDC job, whose task continues. */
  readonly mode?: 'cdc' | 'full-load-and-cdc';
}

/**
 * Cancels a run. The request is stored first: a poll finishes it when this process ends in between. A snapshot that readers have,
 * or may get now, is not taken back.
 */
export async function cancelRun(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'history'>,
  runOrJob: string,
  reason: string | undefined,
  { by, at }: Requester,
  triggerPoll: (() => Promise<void>) | undefined = triggerOf(environment.platform.pollTasksFunctionName),
): Promise<CancelledRun> {
  const { history } = environment;
  const record = await runNamed(environment, runOrJob, at);
  const { run, jobKey: job, mode } = record;
  if (record.endpoints === undefined) throw new UseCaseError({ kind: 'cancel-of-load', run });
  const isCancelled = record.cancelled !== undefined && record.phases.closed === undefined;
  const tooLate = isCancelled ? undefined : tooLateToCancel(record);
  const refusal = { kind: 'too-late-to-cancel', run, job, isNewest: runOrJob !== run } as const;
  if (tooLate !== undefined) throw new UseCaseError({ ...refusal, because: tooLate });
  const wanted: Cancellation = { by, at: at.toISOString(), ...(reason === undefined ? {} : { reason }) };
  await history.requestCancel(run, wanted);
  const result = await history.cancelRun(run, wanted);
  if (result !== 'cancelled') {
    await history.dropCancelRequest(run);
    throw new UseCaseError({ ...refusal, because: result === 'unknown' ? 'closed' : result });
  }
  // Without the permission, the poll of the next minute stops the run.
  await triggerPoll?.().catch(() => undefined);
  const kept = (await history.knownRun(run)).cancelled ?? wanted;
  return { run, job, ...kept, ...(mode === undefined ? {} : { mode }) };
}

function triggerOf(functionName: string | undefined): (() => Promise<void>) | undefined {
  return functionName === undefined ? undefined : createTriggerWholePoll(functionName);
}
