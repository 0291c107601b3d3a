import { finding, rowsOf, textOf, whyUnanswered } from '../answers';
import type { CheckAsk } from '../ask';
import { oracleScn } from '../position/log-position';
import { makeAnew } from '../position/make-anew';
import type { Answers, Query, Row } from '../query';
import type { Outcome } from '../verdicts';
import { oracleCatalogue as catalogue } from './catalogue';

const isoTime = 'YYYY-MM-DD"T"HH24:MI:SS';

/**
 * How far back the archived logs of each thread reach. A log that is archived twice has two rows: it is gone when both are deleted.
 * Source: https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/V-ARCHIVED_LOG.html
 */
export function positionQuestions({ neededLog }: CheckAsk): readonly Query[] {
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
  ];
}

/** By SCN where the position is one, else by time: a position was read no later than it was seen. */
export function positionKept(ask: CheckAsk, answers: Answers): Outcome {
  const { neededLog, now } = ask;
  if (neededLog === undefined) return [];
  const because = whyUnanswered(answers, 'logs-by-thread');
  if (because !== undefined) return { cannotLook: because };
  const threads = rowsOf(answers, 'logs-by-thread');
  const { said, position = '', since } = neededLog;
  const scn = oracleScn(position);
  if (scn !== undefined) {
    const gone = threads.find((row) =>
      isGone(scnOf(row, 'gone_until_scn'), scnOf(row, 'kept_from_scn'), scn),
    );
    return gone === undefined ? [] : [logGone(ask, said, `SCN ${scn}`, gone, 'kept_from_scn')];
  }
  if (since === undefined) return { cannotLook: `${said} tells no SCN and no time: ${position}` };
  // The server's clock and zone are its own; how long ago something was is the same everywhere.
  const age = Date.parse(now) - Date.parse(since);
  const gone = threads.find((row) => isGone(agoOf(row, 'gone_until'), agoOf(row, 'kept_from'), -age));
  return gone === undefined ? [] : [logGone(ask, said, since, gone, 'kept_from')];
}

/** Whether a place lies in logs that are deleted, and before all that are kept. */
function isGone<T extends bigint | number>(
  goneUntil: T | undefined,
  keptFrom: T | undefined,
  place: T,
): boolean {
  return goneUntil !== undefined && place < goneUntil && (keptFrom === undefined || place < keptFrom);
}

function scnOf(row: Row, column: string): bigint | undefined {
  return oracleScn(textOf(row, column) ?? '');
}

/** Milliseconds from now, below zero: both times are the server's. */
function agoOf(row: Row, column: string): number | undefined {
  const [moment, now] = [textOf(row, column), textOf(row, 'now')];
  if (moment === undefined || now === undefined) return undefined;
  return Date.parse(`${moment}Z`) - Date.parse(`${now}Z`);
}

function logGone(ask: CheckAsk, said: string, place: string, row: Row, keptFrom: string) {
  const kept = textOf(row, keptFrom);
  const from =
    kept === undefined ? 'none are kept' : `those of thread ${textOf(row, 'log_thread')} begin at ${kept}`;
  return finding(catalogue.positionKept, `${said} needs the logs from ${place} on; ${from}`, {
    mend: {
      kind: 'setting',
      text: `RMAN: RESTORE ARCHIVELOG from there on; where they are gone for good: ${makeAnew(ask).text}`,
    },
  });
}
