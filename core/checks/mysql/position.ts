import type { Outcome } from '../evaluation/evaluate-checks';
import { binlogFile } from '../position/log-position';
import { recreateTask } from '../position/recreate-task';
import type { Query, QueryResults } from '../query/query';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { mysqlCatalogue as catalogue } from './catalogue';

/** Wants REPLICATION CLIENT, as DMS does. Source: https://dev.mysql.com/doc/refman/8.4/en/show-binary-logs.html */
export function positionQueries({ neededLog }: CheckRequest): readonly Query[] {
  if (neededLog === undefined) return [];
  return [{ id: 'binary-logs', sql: 'SHOW BINARY LOGS', binds: [], timeoutSeconds: 20 }];
}

export function positionKept(request: CheckRequest, results: QueryResults): Outcome {
  const { neededLog } = request;
  if (neededLog === undefined) return [];
  const { said, position } = neededLog;
  const file = binlogFile(position ?? '');
  if (file === undefined)
    return {
      skippedBecause: `${said} names no binary log, and the server does not tell of what time its logs are`,
    };
  const because = whyUnavailable(results, 'binary-logs');
  if (because !== undefined) return { skippedBecause: because };
  const logs = rowsOf(results, 'binary-logs').map((row) => textOf(row, 'log_name') ?? '');
  if (logs.includes(file)) return [];
  return [
    finding(
      catalogue.positionKept,
      `${said} needs ${file}; ${logs[0] === undefined ? 'no binary log is kept' : `the oldest that is kept is ${logs[0]}`}`,
      {
        fix: recreateTask(request),
      },
    ),
  ];
}
