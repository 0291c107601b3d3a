import { listObjects } from '../../application/lake/list-objects';
import type { History } from '../../aws/history/history';
import type { LakeObjects } from '../../aws/lake/objects';
import type { JobPlan } from '../../core/planning/job-plan';
import { planAttempt } from '../../core/runs/attempts/plan-attempt';
import { attemptOf } from '../../core/runs/record/run-identity';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord, RunWithTables } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import { fullTableName, type TableName } from '../../core/tables/table-name';

export interface AttemptPorts {
  readonly history: History;
  readonly objects: Pick<LakeObjects, 'page'>;
  readonly stagingBucket: string;
}

/** Records the tables of a run that loads some. Decides what a retry loads, and records it with the tables of the earlier attempt. A repetition keeps the first decision. */
export async function openAttempt(ports: AttemptPorts, record: RunRecord, job: JobPlan): Promise<void> {
  const { history } = ports;
  const { run, firstAttempt, attempt = 1, part } = record;
  if (part !== undefined) {
    if (job.mode !== 'full-load' || job.publishing.kind !== 'snapshot')
      throw new RunError(
        'InvalidRunInput',
        `${record.jobKey} publishes no snapshots, so it loads no part of itself`,
      );
    await history.recordTables(record, part.tables.map(awaited));
  }
  if (firstAttempt === undefined) return;
  const earlier = await earlierAttempt(history, firstAttempt, attempt);
  if (earlier === undefined) {
    await history.recordLoadedTables(run, {
      loadsAllBecause: `no attempt of ${firstAttempt} loaded a table`,
    });
    return;
  }
  const plan = planAttempt({
    job,
    earlier: earlier.run,
    tables: earlier.tables,
    objects:
      job.publishing.kind === 'snapshot'
        ? await listObjects(ports.objects, ports.stagingBucket, `${job.stagingFolder}/`)
        : undefined,
  });
  if (plan.loads === 'all') {
    await history.recordLoadedTables(run, { loadsAllBecause: plan.because });
    return;
  }
  // Tables first: without the decision, nobody reads them.
  await history.recordTables(record, [...plan.tables.map(awaited), ...plan.carried]);
  await history.recordLoadedTables(run, {
    onlyTables: plan.tables.map(fullTableName),
    carriesFrom: earlier.run.run,
  });
}

/** Newest attempt before this one that has tables. One that was skipped has none. */
async function earlierAttempt(
  history: History,
  firstAttempt: string,
  attempt: number,
): Promise<RunWithTables | undefined> {
  for (let number = attempt - 1; number >= 1; number -= 1) {
    const found = await history.runWithTables(attemptOf(firstAttempt, number));
    if (found !== undefined && found.tables.length > 0) return found;
  }
  return undefined;
}

/** Record of a table before DMS lists it. */
export function awaited({ schema, table }: TableName): TableRecord {
  return { schema, table, state: 'Before load', rows: 0, errorRows: 0, awaited: true };
}
