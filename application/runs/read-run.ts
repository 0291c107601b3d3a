import type { CheckReport } from '../../core/checks/report/check-report';

import type { TableSplit } from '../../core/tables/table-split';
import { type RunRecord, type RunWithTables, stateOf } from '../../core/runs/record/run-record';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { checkKnown } from '../environments/deployed-names';
import { readAttempts } from './attempts';
import { type FaultyTables, faultyTablesOf } from '../replications/faulty-tables';
import { UseCaseError } from '../use-case-error';

/** A run with its tables, the check of its source and the splits of its tables. */
export interface RunDetails extends RunWithTables {
  readonly check?: CheckReport;
  readonly splits?: readonly TableSplit[];
  /** Tables with faults, for the run that last brought up the task of a CDC job. */
  readonly faulty?: FaultyTables;
  /** All attempts, oldest first. Absent: there is one. */
  readonly attempts?: readonly RunRecord[];
}

/** Record of a run by its id, or of the newest run of a `department/job`. */
export async function runNamed(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'history'>,
  runOrJob: string,
  now: Date,
): Promise<RunRecord> {
  const run = runOrJob.includes('/') ? await newestRunOf(environment, runOrJob, now) : runOrJob;
  const record = await environment.history.run(run);
  if (record === undefined) throw new UseCaseError({ kind: 'unknown-run', run });
  return record;
}

/** Reads a run by its id, or the newest run of a `department/job`. */
export async function readRun(
  environment: DeployedEnvironment,
  runOrJob: string,
  now: Date,
): Promise<RunDetails> {
  const run = runOrJob.includes('/') ? await newestRunOf(environment, runOrJob, now) : runOrJob;
  const found = await environment.history.runWithTables(run);
  if (found === undefined) throw new UseCaseError({ kind: 'unknown-run', run });
  return withDetails(environment, found);
}

export async function withDetails(
  { history }: Pick<DeployedEnvironment, 'history'>,
  found: RunWithTables,
): Promise<RunDetails> {
  const { run } = found.run;
  const [check, splits, faulty, attempts] = await Promise.all([
    history.checkReport(run),
    history.splits(run),
    faultyNow(history, found.run),
    mayHaveAttempts(found.run) ? readAttempts(history, found.run) : [],
  ]);
  return {
    ...found,
    ...(check === undefined ? {} : { check }),
    ...(splits.length === 0 ? {} : { splits }),
    ...(faulty === undefined ? {} : { faulty }),
    ...(attempts.length < 2 ? {} : { attempts }),
  };
}

/** A run that is open, or that succeeded, is not retried. */
function mayHaveAttempts(run: RunRecord): boolean {
  return run.firstAttempt !== undefined || !['open', 'succeeded'].includes(stateOf(run));
}

async function faultyNow(
  history: DeployedEnvironment['history'],
  { run, mode, jobKey }: RunRecord,
): Promise<FaultyTables | undefined> {
  const replication = mode === undefined ? undefined : await history.replication(jobKey);
  return replication?.run === run ? faultyTablesOf(replication) : undefined;
}

/** Id of the newest run of a job. Throws for a job that never ran, and for one that does not exist. */
async function newestRunOf(
  environment: Pick<DeployedEnvironment, 'deployment' | 'platform' | 'history'>,
  job: string,
  now: Date,
): Promise<string> {
  const { history } = environment;
  const newest = (await history.newestRun(job, now)) ?? (await history.runsOfJob(job, { limit: 1, now }))[0];
  if (newest !== undefined) return newest.run;
  await checkKnown(environment, job, now);
  throw new UseCaseError({ kind: 'never-ran', job });
}
