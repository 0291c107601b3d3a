import { setTimeout as pause } from 'node:timers/promises';
import { followLogs } from '../../../application/runs/follow-logs';
import { openLogs, type RunLogs, readLogs } from '../../../application/runs/read-logs';
import { runHref } from '../../../core/pages/hrefs';
import type { LogSource } from '../../../core/runs/logs/log-line';
import { type Action, type Invocation, presentPage } from '../../command/invocation';
import { connect } from '../../environment/connect';
import { pageLink } from '../../environment/page-link';
import { type ExitCode, exitCodes, wrongUse } from '../../errors/exit-codes';
import { logsDocument } from '../../json/run-documents';
import type { Since } from '../../options/since';
import { untilInterrupted } from '../../output/until-interrupted';
import type { Shell } from '../../shell';
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
    const page = pageLink(shell, environment, runHref(logs.run));
    presentPage(invocation, logsDocument, logs, () => showLines(shell, logs), page);
    return end(invocation, logs);
  }
  const waiting = { now: () => shell.now(), pause };
  const read = followLogs(environment, run, selection, waiting, ports);
  return await untilInterrupted(shell, `the run continues; follow it again: lakeferry logs ${run}`, () =>
    printEach(shell, read),
  );
};

/** Prints the lines of each reading. Without any line, gaps are a failure. */
export async function printEach(shell: Shell, read: AsyncIterable<RunLogs>): Promise<ExitCode> {
  let [lines, gaps] = [0, 0];
  for await (const logs of read) {
    if (logs.lines.length > 0) shell.print(showLines(shell, logs));
    for (const gap of logs.gaps) shell.remark(gapText(gap));
    lines += logs.lines.length;
    gaps += logs.gaps.length;
  }
  return exitCodeOf(lines, gaps);
}

/** Reports what could not be read. Without any line, that is a failure. */
function end({ shell, options }: Invocation, { lines, gaps }: RunLogs): ExitCode {
  if (!options.json) for (const gap of gaps) shell.remark(gapText(gap));
  return exitCodeOf(lines.length, gaps.length);
}

function exitCodeOf(lines: number, gaps: number): ExitCode {
  return lines === 0 && gaps > 0 ? exitCodes.notFound : exitCodes.done;
}
