import { randomUUID } from 'node:crypto';
import { createPlans, type Plans } from '../../aws/plans';
import { refusedRetry } from '../../core/runs/attempts/refused-retry';
import { attemptOf, executionArnOf } from '../../core/runs/record/run-identity';
import type { RunInput } from '../../core/runs/record/run-input';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';
import { readAttempts } from './attempts';
import { runNamed } from './read-run';
import type { Requester, StartedRun } from './start-run';

export interface RetriedRun extends StartedRun {
  readonly attempt: number;
  readonly firstAttempt: string;
}

/** Runs of the job since the attempt, among which a newer publish is searched. */
const searchedRuns = 1000;
/** Numbers of attempts that are tried when executions ended before they wrote a record. */
const numbersTried = 3;

/**
 * Starts the next attempt of a run, with the plan of the first. Two requests at once start one attempt, because its execution has
 * its name: the second is refused.
 */
export async function retryRun(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'history' | 'executions'>,
  runOrJob: string,
  { by, at }: Requester,
  { requestId = randomUUID(), plans = createPlans() }: { requestId?: string; plans?: Plans } = {},
): Promise<RetriedRun> {
  const { history, executions, platform } = environment;
  const named = await runNamed(environment, runOrJob, at);
  if (named.endpoints === undefined)
    throw new UseCaseError({ kind: 'retry-of-load', run: named.run, load: named.jobKey });
  const { mode } = await plans.job(named.plan, named.jobKey);
  if (mode !== 'full-load')
    throw new UseCaseError({ kind: 'retry-of-cdc', run: named.run, job: named.jobKey, mode });
  const attempts = await readAttempts(history, named);
  const [first = named] = attempts;
  const since = await history.runsOfJob(first.jobKey, {
    limit: searchedRuns,
    since: new Date(first.openedAt),
    now: at,
  });
  const refused = refusedRetry(attempts, since);
  if (refused !== undefined) throw new UseCaseError({ kind: 'retry-refused', job: first.jobKey, ...refused });
  const next = (attempts.at(-1)?.attempt ?? 1) + 1;
  for (let attempt = next; attempt < next + numbersTried; attempt += 1) {
    const run = attemptOf(first.run, attempt);
    const execution = executionArnOf(platform.stateMachineArn, run);
    const input = retryInput(first, named.endpoints, attempt, { by, at, requestId });
    if ((await executions.startOnce(platform.stateMachineArn, input)) === 'started')
      return { run, job: first.jobKey, execution, attempt, firstAttempt: first.run };
    const record = await history.run(run);
    const isOver = record === undefined && (await executions.describe(execution))?.status !== 'RUNNING';
    if (!isOver) {
      const requestedBy = record?.trigger.by === 'retry' ? record.trigger.requestedBy : undefined;
      throw new UseCaseError({
        kind: 'retry-requested',
        run,
        ...(requestedBy === undefined ? {} : { by: requestedBy }),
      });
    }
  }
  throw new UseCaseError({ kind: 'retry-requested', run: attemptOf(first.run, next) });
}

function retryInput(
  { run, jobKey, plan }: RunRecord,
  endpoints: RunInput['endpoints'],
  attempt: number,
  { by, at, requestId }: Requester & { readonly requestId: string },
): RunInput {
  return {
    job: jobKey,
    plan,
    endpoints,
    trigger: { by: 'retry', run, attempt, requestedBy: by, requestedAt: at.toISOString(), requestId },
  };
}
