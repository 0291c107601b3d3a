import { cutText } from '../../core/cut-text';
import { summaryOf } from '../../core/checks/report/check-summary';
import { errorMessage } from '../../core/checks/report/error-message';
import { requestOfJob } from '../../core/checks/request/request-of-job';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { JobPlan } from '../../core/planning/job-plan';
import { isTransient, RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { driftNotice } from '../../core/runs/replication/drift-notice';
import { type CheckedConnection, checkConnection } from './check-connection';
import type { CheckSourcePorts } from './check-ports';
import { checkSlots } from './check-slots';
import { loadedSplits } from './loaded-splits';
import { keepSplits } from './keep-splits';
import { lastGoodShapes } from './last-shapes';
import { neededLogOf } from './needed-log';
import { shapesOf } from './shapes-of';

/**
 * Checks the source of a run before its task is created. Findings are stored in the history, and an
 * error ends the run unless the job sets `check: warn`. `loads` is false for a retry that only
 * publishes.
 * @throws RunError `SourceNotReady`, `PositionGone`
 */
export async function checkRun(
  ports: CheckSourcePorts,
  run: string,
  now: Date,
): Promise<{ readonly checked: string; readonly loads: boolean }> {
  const record = await ports.history.knownRun(run);
  const checked = await checkOrSkip(ports, record, now);
  const loads =
    record.onlyTables?.length !== 0 || (await ports.history.knownRun(run)).onlyTables?.length !== 0;
  return { checked, loads };
}

async function checkOrSkip(ports: CheckSourcePorts, record: RunRecord, now: Date): Promise<string> {
  const { history, plans } = ports;
  const { run } = record;
  const job = await plans.job(record.plan, record.jobKey);
  const because = whyNotChecked(job);
  if (because !== undefined || job.connection === undefined) {
    await history.recordSourceCheck(run, because ?? '', now.toISOString());
    return because ?? '';
  }
  const connection = await ports.connections.source(job.connection);
  return await checkJob(ports, record, { ...job, connection }, connection, now);
}

function whyNotChecked({ check, connection }: JobPlan): string | undefined {
  if (check === 'off') return 'not checked: the job sets check: off';
  if (connection === undefined)
    return 'not checked: the plan does not name the source; deploy the department again';
  return undefined;
}

async function checkJob(
  ports: CheckSourcePorts,
  record: RunRecord,
  job: JobPlan,
  connection: SourceConnection,
  now: Date,
): Promise<string> {
  const { history } = ports;
  const { run, jobKey } = record;
  const at = now.toISOString();
  const lastShapes = await lastGoodShapes(history, jobKey);
  const needed =
    job.replication === undefined ? {} : await neededLogOf(history, jobKey, job.replication.startFrom);
  const hasSlots = job.mode !== 'full-load' && connection.engine === 'postgres';
  let positionGone: RunError | undefined;
  const checked = await checkConnection(
    ports,
    connection,
    requestOfJob(job, connection, { now: at, lastShapes, ...needed }),
    async (database, facts) => {
      await keepSplits(ports, database, record, await loadedSplits(history, record, job, facts), facts);
      if (!hasSlots) return '';
      return await checkSlots(ports, database, { ...record, source: connection }, now).catch(
        (error: unknown) => {
          if (isTransient(error)) throw error;
          // The report is stored before this error ends the run.
          if (error instanceof RunError && error.name === 'PositionGone') positionGone = error;
          return cutText(`not checked: ${error instanceof Error ? error.message : String(error)}`, 1000);
        },
      );
    },
  );
  const { report, facts, unreachable } = checked;
  const shapes = shapesOf(facts);
  const seen = shapes === undefined ? undefined : { jobKey, seenAt: now, shapes };
  await history.keepCheckReport(record, report, seen);
  const drift = job.mode === 'full-load' ? undefined : driftNotice(report, record.openedAt);
  if (drift !== undefined) await history.addNotice(jobKey, drift);
  // Of an engine without checks, only the connection was tested.
  const isChecked = facts !== undefined || unreachable !== undefined || report.skipped.length > 0;
  const remark = remarkOf(checked, isChecked, connection);
  await history.recordSourceCheck(run, remark, at, isChecked ? summaryOf(report, unreachable) : undefined);
  if (positionGone !== undefined) throw positionGone;
  const errors = errorMessage(report);
  if (errors !== undefined && job.check !== 'warn') throw new RunError('SourceNotReady', errors);
  return remark === '' ? `${report.findings.length} findings` : remark;
}

function remarkOf(
  { unreachable, facts, report, remark = '' }: CheckedConnection,
  isChecked: boolean,
  { engine }: SourceConnection,
): string {
  const because = unreachable ?? (facts === undefined ? report.skipped[0]?.because : undefined);
  if (because !== undefined)
    return cutText(`not checked: ${because}${remark === '' ? '' : `; ${remark}`}`, 1000);
  return remark === '' && !isChecked ? `not checked: Lakeferry has no checks for ${engine}` : remark;
}
