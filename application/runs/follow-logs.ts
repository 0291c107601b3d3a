import type { DeployedEnvironment } from '../environments/deployed-environment';
import { type LogPorts, type LogSelection, type RunLogs, readLogs } from './read-logs';

/** CloudWatch may show a line this long after its time. */
const shownWithin = 60_000;
const readEvery = 10_000;

export interface Waiting {
  now(): Date;
  pause(milliseconds: number): Promise<unknown>;
}

/** Reads the logs of a run until it is closed: first all lines, then the new ones. */
export async function* followLogs(
  environment: DeployedEnvironment,
  runOrJob: string,
  selection: LogSelection,
  { now, pause }: Waiting,
  ports: LogPorts,
): AsyncGenerator<RunLogs> {
  const seen = new Set<string>();
  let [run, since] = [runOrJob, selection.since];
  for (;;) {
    const began = now();
    const logs = await readLogs(environment, run, { ...selection, since }, began, ports);
    const lines = logs.lines.filter(({ source, from, id }) => !seen.has(`${source} ${from} ${id}`));
    for (const { source, from, id } of lines) seen.add(`${source} ${from} ${id}`);
    yield { ...logs, lines };
    if (logs.state !== 'open') return;
    run = logs.run;
    since = new Date(began.getTime() - shownWithin);
    await pause(readEvery);
  }
}
