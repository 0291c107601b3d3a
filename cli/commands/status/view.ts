import type { EnvironmentStatus } from '../../../application/environments/read-status';
import { count, duration, moment, plural } from '../../output/quantities';
import { outcomeText } from '../../output/run-list';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import { showReplications } from './replication-list';

export function showStatus(shell: Shell, { environment, jobs, replicating }: EnvironmentStatus): string {
  const ink = inkOf(shell);
  const running = jobs.filter((job) => job.newest?.state === 'open').length;
  const rows = jobs.map(({ job, newest }) =>
    newest === undefined
      ? [job, 'never ran', '', '', '']
      : [job, outcomeText(newest, ink), moment(newest.openedAt), count(newest.rows), duration(newest.took)],
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
    ...(rows.length === 0 ? [head] : [head, table(columns, rows, roomOf(shell))]),
    ...(replicating.length === 0 ? [] : ['', showReplications(shell, replicating)]),
  ].join('\n');
}
