import { setTimeout as pause } from 'node:timers/promises';
import { followLogs } from '../../../application/runs/follow-logs';
import { openLogs, type RunLogs, readLogs } from '../../../application/runs/read-logs';
import type { LogSource } from '../../../core/runs/logs/log-line';
import { type Action, type Invocation, present } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { logsDocument } from '../../json/run-documents';
import type { Since } from '../../options/since';
import { untilInterrupted } from '../../output/until-interrupted';
import { gapText, showLines } from './view';

interface Input {
  readonly run: string;
  readonly source: LogSource | undefined;
  readonly since: Since;
  readonly follow: boolean;
}

export const logsOfRun: Action<Input> = async ({ run, source, since, follow }, invocation) => {
  const { shell, options } = invocation;
  if (follow && options.json)
    throw wrongUse('--follow prints lines for people', {
      fix: 'leave it out, and read again with --since',
    });
  const environment = await connect(invocation);
  const ports = openLogs();
  const selection = { source, since: since(shell.now()) };
  if (!follow) {
    const logs = await readLogs(environment, run, selection, shell.now(), ports);
    present(invocation, logsDocument, logs, () => showLines(shell, logs));
    return end(invocation, logs);
  }
  const waiting = { now: () => shell.now(), pause };
  await untilInterrupted(shell, `the run continues; follow it again: lakeferry logs ${run}`, async () => {
    for await (const logs of followLogs(environment, run, selection, waiting, ports)) {
      if (logs.lines.length > 0) shell.print(showLines(shell, logs));
      end(invocation, logs);
    }
  });
  return exitCodes.done;
};

/** Reports what could not be read. Without any line, that is a failure. */
function end({ shell, options }: Invocation, { lines, gaps }: RunLogs) {
  if (!options.json) for (const gap of gaps) shell.remark(gapText(gap));
  return lines.length === 0 && gaps.length > 0 ? exitCodes.notFound : exitCodes.done;
}
