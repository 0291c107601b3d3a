import type { Connection } from './connect';
import { count, duration, moment, plural } from './output/quantities';
import { showReplicating } from './output/replication-view';
import { outcomeWord } from './output/run-list';
import { table } from './output/table';
import { type ReplicationStatus, readReplicating } from './replication/replication-status';
import { type RunSummary, summarize } from './run-summary';
import { inkOf, type Shell } from './shell';

export interface Status {
  readonly environment: string;
  readonly jobs: readonly { readonly job: string; readonly newest?: RunSummary }[];
  /** The jobs whose task lives on between runs. */
  readonly replicating: readonly ReplicationStatus[];
}

/** DynamoDB bears more; this keeps a laptop's sockets few. */
const askedAtOnce = 20;

/** Every deployed job with its newest run. */
export async function readStatus(connection: Connection, now: Date): Promise<Status> {
  const { deployment, history, platform } = connection;
  const keys = [
    ...(await deployment.jobKeys(platform.environment)),
    ...(await deployment.loadKeys(platform.environment)),
  ].sort();
  const jobs: { job: string; newest?: RunSummary }[] = [];
  for (let first = 0; first < keys.length; first += askedAtOnce) {
    const found = await Promise.all(
      keys.slice(first, first + askedAtOnce).map(async (job) => {
        const [newest] = await history.runsOfJob(job, { limit: 1, now });
        return newest === undefined ? { job } : { job, newest: summarize(newest, now) };
      }),
    );
    jobs.push(...found);
  }
  return { environment: platform.environment, jobs, replicating: await readReplicating(connection) };
}

export function showStatus(shell: Shell, { environment, jobs, replicating }: Status): string {
  const ink = inkOf(shell);
  const running = jobs.filter((job) => job.newest?.state === 'open').length;
  const rows = jobs.map(({ job, newest }) =>
    newest === undefined
      ? [job, 'never ran', '', '', '']
      : [job, outcomeWord(newest, ink), moment(newest.openedAt), count(newest.rows), duration(newest.took)],
  );
  const columns = [
    { title: 'JOB', shrinks: true },
    { title: 'NEWEST RUN' },
    { title: 'OPENED' },
    { title: 'ROWS', align: 'right' },
    { title: 'TOOK', align: 'right' },
  ] as const;
  const head = ink.bold(`${environment}: ${plural(jobs.length, 'job')}, ${count(running)} running`);
  return [
    ...(rows.length === 0 ? [head] : [head, table(columns, rows, shell.width())]),
    ...(replicating.length === 0 ? [] : ['', showReplicating(shell, replicating)]),
  ].join('\n');
}
