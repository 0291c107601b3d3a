import type { Check, CheckedSource } from '../evaluation/check';
import { recreateTask } from '../position/recreate-task';
import type { Row } from '../query/query';
import { numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { configFix, finding, settingFix } from '../report/finding';
import { define } from './definitions';
import { isDeleted, isPlainScn, parseScn, reachByScn, reachByTime } from './log-reach';
import { databaseRow, withoutDatabase } from './oracle-source';

/** See docs/pitfalls.md#source-logs-removed-too-early */
const positionKept = define('position-kept', {
  modes: 'changes',
  severity: 'error',
  title: 'the archived logs that the task will read exist',
  why: 'a stopped task resumes where it stopped, and a first start begins at start-from. Without the logs of that time, it fails or misses changes',
});

const startPosition = define('start-position', {
  modes: 'changes',
  severity: 'note',
  title: 'current SCN, as a position to start from',
  why: 'a task can start at a position. It misses transactions that are open there, unless OpenTransactionWindow is set',
});

export const positionChecks: readonly Check<CheckedSource>[] = [
  { definition: positionKept, evaluate: evaluatePosition },
  {
    definition: startPosition,
    skip: withoutDatabase,
    evaluate({ results }) {
      const row = databaseRow(results);
      if (numberOf(row, 'current_scn') === undefined)
        return { skippedBecause: 'v$database does not report current_scn' };
      const scn = textOf(row, 'current_scn');
      return [
        finding(startPosition, `current_scn is ${scn}`, {
          fix: configFix(`start-from: {position: "${scn}"}`),
        }),
      ];
    },
  },
];

/** A clock of the server that follows daylight saving time is set back or forward by as much. */
const clockChangeMilliseconds = 3_600_000;

/**
 * Compares SCNs where the position is one, or else times: DMS read a position no later than it was
 * seen.
 */
function evaluatePosition(source: CheckedSource): ReturnType<Check<CheckedSource>['evaluate']> {
  const { request, results } = source;
  const { neededLog, now } = request;
  if (neededLog === undefined) return [];
  const because = whyUnavailable(results, 'logs-by-thread');
  if (because !== undefined) return { skippedBecause: because };
  const { origin, position = '', since } = neededLog;
  const scn = parseScn(position);
  if (scn === undefined && since === undefined)
    return { skippedBecause: `${origin} contains neither an SCN nor a time: ${position}` };
  const readsOnline = readsOnlineLogs(source);
  const threads = threadsOf(source);
  const deletedByScn = threads.find(
    (thread) => scn !== undefined && isDeleted(reachByScn(thread), scn, readsOnline),
  );
  // Clock and zone are the server's own, but the age of an event is the same everywhere, except for
  // the clock change.
  const age = Date.parse(now) - Date.parse(since ?? now);
  const deletedByTime = threads.find((thread) =>
    isDeleted(reachByTime(thread), clockChangeMilliseconds - age, readsOnline),
  );
  const deleted = scn === undefined ? deletedByTime : deletedByScn;
  if (deleted === undefined) return [];
  const unavailable = readsOnline ? whyUnavailable(results, 'online-logs') : undefined;
  if (unavailable !== undefined)
    return {
      skippedBecause: `no archived log contains the position, and the online logs are not visible: ${unavailable}`,
    };
  if (scn === undefined) return [logDeleted(source, `${since}`, deleted, 'kept_from')];
  // A number that contradicts the time of its checkpoint may not be an SCN.
  const isCertain = since === undefined ? isPlainScn(position) : deletedByTime !== undefined;
  return [
    logDeleted(source, `SCN ${scn}`, deleted, 'kept_from_scn', isCertain ? {} : { severity: 'warning' }),
  ];
}

/** Joins the archived and the online logs of each thread. */
function threadsOf({ results }: CheckedSource): readonly Row[] {
  const online = rowsOf(results, 'online-logs');
  return rowsOf(results, 'logs-by-thread').map((row) => ({
    ...online.find((one) => textOf(one, 'log_thread') === textOf(row, 'log_thread')),
    ...row,
  }));
}

/**
 * DMS also reads online logs, unless the endpoint says otherwise:
 * https://docs.aws.amazon.com/dms/latest/APIReference/API_OracleSettings.html
 */
function readsOnlineLogs({ request: { connectionAttributes = '' } }: CheckedSource): boolean {
  return !/(?:^|;)\s*archivedLogsOnly=(?:y|true)/i.test(connectionAttributes);
}

function logDeleted(
  { request }: CheckedSource,
  position: string,
  thread: Row,
  keptFrom: 'kept_from' | 'kept_from_scn',
  details: { readonly severity?: 'warning' } = {},
) {
  const kept = textOf(thread, keptFrom);
  const begin =
    kept === undefined ? 'none exists' : `those of thread ${textOf(thread, 'log_thread')} begin at ${kept}`;
  const origin = request.neededLog?.origin ?? '';
  return finding(positionKept, `${origin} needs the logs from ${position} on; ${begin}`, {
    fix: settingFix(
      `RMAN: RESTORE ARCHIVELOG from that position on; if the logs are lost: ${recreateTask(request).text}`,
    ),
    ...details,
  });
}
