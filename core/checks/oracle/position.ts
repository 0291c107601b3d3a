import type { Outcome } from '../evaluation/evaluate-checks';
import { oracleScn } from '../position/log-position';
import { recreateTask } from '../position/recreate-task';
import type { Query, QueryResults, Row } from '../query/query';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { oracleCatalogue as catalogue } from './catalogue';

const isoTime = 'YYYY-MM-DD"T"HH24:MI:SS';

/**
 * How far back the archived logs of each thread reach, and the online ones: a log is archived and deleted while it is still online.
 * One that is archived twice has two rows: it is gone when both are deleted.
 * Source: https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/V-ARCHIVED_LOG.html and V-LOG.html beside it
 */
export function positionQueries({ neededLog }: CheckRequest): readonly Query[] {
  if (neededLog === undefined) return [];
  const moment = (column: string, isDeleted: 'YES' | 'NO', most: 'MIN' | 'MAX'): string =>
    `TO_CHAR(${most}(CASE WHEN deleted = '${isDeleted}' THEN ${column} END), '${isoTime}')`;
  const change = (column: string, isDeleted: 'YES' | 'NO', most: 'MIN' | 'MAX'): string =>
    `CAST(${most}(CASE WHEN deleted = '${isDeleted}' THEN "${column}" END) AS VARCHAR(40))`;
  return [
    {
      id: 'logs-by-thread',
      sql:
        `SELECT "THREAD#" AS log_thread, ${moment('next_time', 'YES', 'MAX')} AS gone_until, ` +
        `${moment('first_time', 'NO', 'MIN')} AS kept_from, ` +
        `${change('NEXT_CHANGE#', 'YES', 'MAX')} AS gone_until_scn, ${change('FIRST_CHANGE#', 'NO', 'MIN')} AS kept_from_scn, ` +
        `TO_CHAR(SYSDATE, '${isoTime}') AS now FROM v$archived_log WHERE standby_dest = 'NO' GROUP BY "THREAD#"`,
      binds: [],
      timeoutSeconds: 20,
    },
    {
      id: 'online-logs',
      sql:
        `SELECT "THREAD#" AS log_thread, TO_CHAR(MIN(first_time), '${isoTime}') AS online_from, ` +
        `CAST(MIN("FIRST_CHANGE#") AS VARCHAR(40)) AS online_from_scn ` +
        `FROM v$log WHERE status IN ('CURRENT', 'ACTIVE', 'INACTIVE') GROUP BY "THREAD#"`,
      binds: [],
      timeoutSeconds: 20,
    },
  ];
}

/** Where a thread's logs reach back to, and until where they are deleted: SCNs, or milliseconds from now, below zero. */
interface Reach<T> {
  readonly goneUntil: T | undefined;
  readonly keptFrom: T | undefined;
  readonly onlineFrom: T | undefined;
}

/** A source's clock that follows the summer is set back or on by so much. */
const clockChangeMilliseconds = 3_600_000;

/** By SCN where the position is one, else by time: a position was read no later than it was seen. */
export function positionKept(request: CheckRequest, results: QueryResults): Outcome {
  const { neededLog, now } = request;
  if (neededLog === undefined) return [];
  const because = whyUnavailable(results, 'logs-by-thread');
  if (because !== undefined) return { skippedBecause: because };
  const threads = rowsOf(results, 'logs-by-thread').map((row) => ({
    ...rowsOf(results, 'online-logs').find(
      (online) => textOf(online, 'log_thread') === textOf(row, 'log_thread'),
    ),
    ...row,
  }));
  const { said, position = '', since } = neededLog;
  const scn = oracleScn(position);
  if (scn === undefined && since === undefined)
    return { skippedBecause: `${said} tells no SCN and no time: ${position}` };
  const onlineToo = readsOnline(request);
  const byScn = threads.find((row) => scn !== undefined && isGone(reachByScn(row), scn, onlineToo));
  // The server's clock and zone are its own; how long ago something was is the same everywhere, but for an hour's change.
  const age = Date.parse(now) - Date.parse(since ?? now);
  const byTime = threads.find((row) => isGone(reachByTime(row), clockChangeMilliseconds - age, onlineToo));
  const gone = scn === undefined ? byTime : byScn;
  if (gone === undefined) return [];
  const unavailable = onlineToo ? whyUnavailable(results, 'online-logs') : undefined;
  if (unavailable !== undefined)
    return {
      skippedBecause: `the place is in no archived log, and the online logs are not seen: ${unavailable}`,
    };
  if (scn === undefined) return [logGone(request, `${since}`, gone, 'kept_from')];
  // A number in a checkpoint that its time does not bear out may be no SCN.
  const isSure = since === undefined || byTime !== undefined;
  return [logGone(request, `SCN ${scn}`, gone, 'kept_from_scn', isSure ? {} : { severity: 'warning' })];
}

/** DMS reads online logs too unless the endpoint says otherwise: https://docs.aws.amazon.com/dms/latest/APIReference/API_OracleSettings.html */
function readsOnline({ connectionAttributes = '' }: CheckRequest): boolean {
  return !/(?:^|;)\s*archivedLogsOnly=(?:y|true)/i.test(connectionAttributes);
}

/** Whether a place lies in logs that are deleted, before all that are kept and all that are still online. */
function isGone<T extends bigint | number>(reach: Reach<T>, place: T, onlineToo: boolean): boolean {
  const { goneUntil, keptFrom, onlineFrom } = reach;
  const isBefore = (from: T | undefined): boolean => from === undefined || place < from;
  return (
    goneUntil !== undefined && place < goneUntil && isBefore(keptFrom) && (!onlineToo || isBefore(onlineFrom))
  );
}

function reachByScn(row: Row): Reach<bigint> {
  const scn = (column: string): bigint | undefined => oracleScn(textOf(row, column) ?? '');
  return {
    goneUntil: scn('gone_until_scn'),
    keptFrom: scn('kept_from_scn'),
    onlineFrom: scn('online_from_scn'),
  };
}

/** Both times are the server's. */
function reachByTime(row: Row): Reach<number> {
  const ago = (column: string): number | undefined => {
    const [moment, now] = [textOf(row, column), textOf(row, 'now')];
    if (moment === undefined || now === undefined) return undefined;
    return Date.parse(`${moment}Z`) - Date.parse(`${now}Z`);
  };
  return { goneUntil: ago('gone_until'), keptFrom: ago('kept_from'), onlineFrom: ago('online_from') };
}

function logGone(
  request: CheckRequest,
  place: string,
  row: Row,
  keptFrom: string,
  more: { readonly severity?: 'warning' } = {},
) {
  const said = request.neededLog?.said ?? '';
  const kept = textOf(row, keptFrom);
  const from =
    kept === undefined ? 'none are kept' : `those of thread ${textOf(row, 'log_thread')} begin at ${kept}`;
  return finding(catalogue.positionKept, `${said} needs the logs from ${place} on; ${from}`, {
    fix: {
      kind: 'setting',
      text: `RMAN: RESTORE ARCHIVELOG from there on; where they are gone for good: ${recreateTask(request).text}`,
    },
    ...more,
  });
}
