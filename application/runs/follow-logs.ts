import type { DeployedEnvironment } from '../environments/deployed-environment';
import { type LogPorts, type LogSelection, type RunLogs, readLogs } from './read-logs';

/** CloudWatch may show a line this long after its time. */
const shownWithin = 60_000;
const readEvery = 10_000;

export interface Waiting {
  now(): Date;
  pause(milliseconds: number): Promise<unknown>;
}

/** Reads the logs of a run until it is closed: first all lines and gaps, then the new ones. */
export async function* followLogs(
  environment: DeployedEnvironment,
  runOrJob: string,
  selection: LogSelection,
  { now, pause }: Waiting,
  ports: LogPorts,
): AsyncGenerator<RunLogs> {
  const seen = new Set<string>();
  const isNew = (key: string): boolean => {
    const isSeen = seen.has(key);
    seen.add(key);
    return !isSeen;
  };
  let [run, since] = [runOrJob, selection.since];
  for (;;) {
    const began = now();
    const logs = await readLogs(environment, run, { ...selection, since }, began, ports);
    yield {
      ...logs,
      lines: logs.lines.filter(({ source, from, id }) => isNew(`${source} ${from} ${id}`)),
      gaps: logs.gaps.filter(({ source, name, reason }) => isNew(`gap ${source} ${name} ${reason}`)),
    };
    if (logs.state !== 'open') return;
    run = logs.run;
    since = new Date(began.getTime() - shownWithin);
    await pause(readEvery);
  }
}
