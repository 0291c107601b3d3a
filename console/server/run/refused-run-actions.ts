import type { RunDetails } from '../../../application/runs/read-run';
import { type Reason, UseCaseError } from '../../../application/use-case-error';
import { refusedRetry } from '../../../core/runs/attempts/refused-retry';
import { tooLateToCancel } from '../../../core/runs/verdict/cancelled-verdict';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { ConsolePorts } from '../ports';

/** Reasons against actions. An action without one is offered, and its use case decides again when it runs. */
export interface RefusedRunActions {
  readonly retry?: string;
  readonly cancel?: string;
}

/** Actions that the record of a run does not allow, each with the reason in the words of the command line. */
export function refusedRunActions(
  { run, attempts = [run] }: Pick<RunDetails, 'run' | 'attempts'>,
  textOf: ConsolePorts['textOf'],
): RefusedRunActions {
  const textOfReason = (reason: Reason): string => textOf(new UseCaseError(reason)).message;
  const [retry, cancel] = [whyNoRetry({ run, attempts }), whyNoCancel(run)];
  return {
    ...(retry === undefined ? {} : { retry: textOfReason(retry) }),
    ...(cancel === undefined ? {} : { cancel: textOfReason(cancel) }),
  };
}

function whyNoRetry({
  run: record,
  attempts,
}: Required<Pick<RunDetails, 'run' | 'attempts'>>): Reason | undefined {
  const { endpoints, jobKey: job, mode, run } = record;
  if (endpoints === undefined) return { kind: 'retry-of-load', run, load: job };
  if (mode !== undefined) return { kind: 'retry-of-cdc', run, job, mode };
  const refused = refusedRetry(attempts, []);
  return refused === undefined ? undefined : { kind: 'retry-refused', job, ...refused };
}

function whyNoCancel(record: RunRecord): Reason | undefined {
  const { endpoints, jobKey: job, run } = record;
  if (endpoints === undefined) return { kind: 'cancel-of-load', run };
  const because = tooLateToCancel(record);
  return because === undefined
    ? undefined
    : { kind: 'too-late-to-cancel', run, job, isNewest: false, because };
}
