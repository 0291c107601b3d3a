import type { EnvironmentStatus } from '../../../application/environments/read-status';
import type { RaisedVersion } from '../../../application/environments/raised-version';
import { deploymentLines, raisedVersionLines } from '../../output/deployment-lines';
import { fitting } from '../../output/hanging-indent';
import { count, duration, moment, plural } from '../../output/quantities';
import { outcomeText, waitingLines } from '../../output/run-list';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import { troubleLines, undeliveredLines } from './troubles';
import { showReplications } from './replication-list';

export function showStatus(
  shell: Shell,
  status: EnvironmentStatus & { readonly raisedVersion?: RaisedVersion | undefined },
): string {
  const { environment, jobs, replicating, undelivered, deployments = [], raisedVersion } = status;
  const ink = inkOf(shell);
  const newestRuns = jobs.flatMap(({ newest, newestDone }) => newestDone ?? newest ?? []);
  const open = newestRuns.filter(({ state }) => state === 'open');
  const waiting = open.filter(({ waitsFor }) => waitsFor !== undefined);
  const rows = jobs.map(({ job, newest, newestDone }) => {
    const run = newestDone ?? newest;
    if (run === undefined) return [job, 'never ran', '', '', ''];
    const attempt = run.attempt === undefined ? '' : `, attempt ${run.attempt}`;
    const text = `${outcomeText(run, ink)}${attempt}${newestDone === undefined ? '' : `, then ${ink.yellow('skipped')}`}`;
    return [job, text, moment(run.openedAt), count(run.rows), duration(run.took)];
  });
  const columns = [
    { title: 'JOB', shrinks: true },
    { title: 'NEWEST RUN' },
    { title: 'OPENED' },
    { title: 'ROWS', align: 'right' },
    { title: 'TOOK', align: 'right' },
  ] as const;
  const loads = jobs.filter(({ kind }) => kind === 'load').length;
  const counts = [
    plural(jobs.length - loads, 'job'),
    ...(loads === 0 ? [] : [plural(loads, 'load')]),
    `${count(open.length - waiting.length)} running`,
    ...(waiting.length === 0 ? [] : [`${count(waiting.length)} waiting`]),
  ];
  const troubles = troubleLines(jobs, ink);
  const head = ink.bold(`${environment}: ${counts.join(', ')}`);
  return [
    ...(rows.length === 0 ? [head] : [head, table(columns, rows, roomOf(shell))]),
    ...waitingLines(waiting, ink),
    ...(troubles.length === 0 ? [] : ['', ...troubles]),
    ...(undelivered === undefined ? [] : ['', ...undeliveredLines(shell, undelivered)]),
    ...(replicating.length === 0 ? [] : ['', showReplications(shell, replicating)]),
    ...deployments.flatMap((hold) => ['', ...deploymentLines(hold).map((line) => fitting(shell, line))]),
    ...(raisedVersion === undefined
      ? []
      : ['', ...raisedVersionLines(raisedVersion).map((line) => fitting(shell, line))]),
  ].join('\n');
}
