import type { CheckAsk } from '../check-request';
import { binlogFile } from '../position/log-position';
import { makeAnew } from '../position/recreate-task';
import type { Answers, Query } from '../query';
import { finding, rowsOf, textOf, whyUnanswered } from '../query-results';
import type { Outcome } from '../verdicts';
import { mysqlCatalogue as catalogue } from './catalogue';

/** Wants REPLICATION CLIENT, as DMS does. Source: https://dev.mysql.com/doc/refman/8.4/en/show-binary-logs.html */
export function positionQuestions({ neededLog }: CheckAsk): readonly Query[] {
  if (neededLog === undefined) return [];
  return [{ id: 'binary-logs', sql: 'SHOW BINARY LOGS', binds: [], timeoutSeconds: 20 }];
}

export function positionKept(ask: CheckAsk, answers: Answers): Outcome {
  const { neededLog } = ask;
  if (neededLog === undefined) return [];
  const { said, position } = neededLog;
  const file = binlogFile(position ?? '');
  if (file === undefined)
    return {
      cannotLook: `${said} names no binary log, and the server does not tell of what time its logs are`,
    };
  const because = whyUnanswered(answers, 'binary-logs');
  if (because !== undefined) return { cannotLook: because };
  const logs = rowsOf(answers, 'binary-logs').map((row) => textOf(row, 'log_name') ?? '');
  if (logs.includes(file)) return [];
  return [
    finding(
      catalogue.positionKept,
      `${said} needs ${file}; ${logs[0] === undefined ? 'no binary log is kept' : `the oldest that is kept is ${logs[0]}`}`,
      {
        mend: makeAnew(ask),
      },
    ),
  ];
}
