import type { Query } from '../../query/query';
import type { CheckRequest } from '../../request/check-request';

const isoTime = 'YYYY-MM-DD"T"HH24:MI:SS';

/**
 * Queries of how far the archived and the online logs of each thread reach back. A log can be
 * archived and deleted while it is still online. A log that is archived twice has two rows, and is
 * lost only when both are deleted.
 * Source: https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/V-ARCHIVED_LOG.html
 * and V-LOG.html
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
