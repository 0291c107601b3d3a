import type { Check } from '../evaluation/check';
import { recreateTask } from '../position/recreate-task';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import { baseOf, binlogFile, isSameLog } from './binlog-file';
import { define } from './definitions';
import type { MysqlSource } from './mysql-source';

/** See docs/pitfalls.md#source-logs-removed-too-early */
const definition = define('position-kept', {
  modes: 'changes',
  severity: 'error',
  title: 'the binary log that the task will read exists',
  why: 'a stopped task resumes where it stopped, and a first start begins at start-from. Without that binary log, it fails or misses changes',
});

export const positionKept: Check<MysqlSource> = {
  definition,
  evaluate({ request, results }) {
    const { neededLog } = request;
    if (neededLog === undefined) return [];
    const { origin, position = '' } = neededLog;
    const file = binlogFile(position);
    if (file === undefined)
      return {
        skippedBecause: `${origin} names no binary log, and the server does not report the times of its logs`,
      };
    const because = whyUnavailable(results, 'binary-logs');
    if (because !== undefined) return { skippedBecause: because };
    const logs = rowsOf(results, 'binary-logs').map((row) => textOf(row, 'log_name') ?? '');
    if (logs.some((log) => isSameLog(log, file))) return [];
    const fix = recreateTask(request);
    const oldest = logs[0];
    if (oldest === undefined)
      return [finding(definition, `${origin} needs ${file}; no binary log exists`, { fix })];
    const found = `${origin} needs ${file}; the oldest binary log is ${oldest}`;
    if (logs.some((log) => baseOf(log) === baseOf(file))) return [finding(definition, found, { fix })];
    const doubt = 'the name of the log is not one of this server, so it may exist under another name';
    return [finding(definition, `${found}; ${doubt}`, { severity: 'warning', fix })];
  },
};
