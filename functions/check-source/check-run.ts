import { summaryOf, whyBlocked } from '../../core/checks/report/check-summary';
import { requestOfJob } from '../../core/checks/request/request-of-job';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { JobPlan } from '../../core/planning/job-plan';
import { RunError, runErrors } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { CheckSourcePorts } from './check-ports';
import { checkSlots } from './check-slots';
import { keepSplits } from './keep-splits';
import { lastGoodShapes } from './last-good';
import { neededLogOf } from './needed-log';
import { look } from './query-source';

/**
 * Looks at the source of a run before its task is made. What it finds goes into the history; what blocks ends the run, unless
 * the job says otherwise.
 * @throws RunError `SourceNotReady`, `PositionGone`
 */
export async function checkRun(ports: CheckSourcePorts, run: string, now: Date): Promise<string> {
  const { history, plans } = ports;
  const at = now.toISOString();
  const record = await history.knownRun(run);
  const job = await plans.job(record.plan, record.jobKey);
  const without = whyNot(job);
  if (without !== undefined || job.connection === undefined) {
    await history.recordSourceCheck(run, without ?? '', at);
    return without ?? '';
  }
  return await checkJob(ports, record, job, job.connection, now);
}

/** Why nothing is looked at. */
function whyNot({ check, connection }: JobPlan): string | undefined {
  if (check === 'off') return 'not checked: the job says check: off';
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
  const found = await look(
    ports,
    connection,
    requestOfJob(job, connection, { now: at, lastShapes, ...needed }),
    async (database, facts) => {
      await keepSplits(history, database, record, job, facts);
      if (!hasSlots) return '';
      return await checkSlots(ports, database, record, now).catch((error: unknown) => {
        if (error instanceof RunError && runErrors[error.name].transient) throw error;
        // The report is written first.
        if (error instanceof RunError && error.name === 'PositionGone') positionGone = error;
        return `not checked: ${error instanceof Error ? error.message : String(error)}`.slice(0, 1000);
      });
    },
  );
  const { report, facts, unreachable } = found;
  await history.keepCheckReport(record, report);
  if (facts !== undefined && isWhole(facts))
    await history.keepShapes(jobKey, now, run, facts.tables.map(shapeOf));
  // An engine without checks was reached, and that is all.
  const isChecked = facts !== undefined || unreachable !== undefined || report.skipped.length > 0;
  const said =
    unreachable === undefined
      ? found.besides || (isChecked ? '' : `not checked: Lakeferry has no checks for ${connection.engine}`)
      : `not checked: ${unreachable}`.slice(0, 1000);
  await history.recordSourceCheck(run, said, at, isChecked ? summaryOf(report, unreachable) : undefined);
  if (positionGone !== undefined) throw positionGone;
  const blocked = whyBlocked(report);
  if (blocked !== undefined && job.check !== 'warn') throw new RunError('SourceNotReady', blocked);
  return said === '' ? `${report.findings.length} findings` : said;
}

/** What was half seen must not stand for the source as it was: to the next look all that is missing would be a change. */
function isWhole({ unavailable = {} }: NonNullable<Awaited<ReturnType<typeof look>>['facts']>): boolean {
  return (
    unavailable.tables === undefined && unavailable.columns === undefined && unavailable.keys === undefined
  );
}

/** The facts hold more than the history keeps. */
function shapeOf({
  schema,
  table,
  engine,
  columns,
  primaryKey,
}: NonNullable<Awaited<ReturnType<typeof look>>['facts']>['tables'][number]) {
  return { schema, table, engine, columns, primaryKey };
}
