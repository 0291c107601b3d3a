import type { SeriesPoint } from '../../core/runs/replication/series';
import type { JobStatus, ReplicationStatus } from '../replication/replication-status';
import { type Ink, inkOf, type Shell } from '../shell';
import { hung } from './hanging-indent';
import { bytes, count, duration, moment, plural } from './quantities';
import { table } from './table';

const columns = [
  { title: 'REPLICATING', shrinks: true },
  { title: 'TASK' },
  { title: 'BEHIND', align: 'right' },
  { title: 'ROWS/MIN', align: 'right' },
  { title: 'LAST CHANGE' },
] as const;

/** A line for each CDC job. */
export function showReplicating(shell: Shell, all: readonly ReplicationStatus[]): string {
  const ink = inkOf(shell);
  const rows = all.map((one) => [
    one.job,
    taskWord(one, ink),
    behind(one, ink),
    one.rowsPerMinute === undefined ? '' : count(Math.round(one.rowsPerMinute)),
    one.lastChangeAt === undefined ? 'none seen' : moment(one.lastChangeAt),
  ]);
  return table(columns, rows, shell.width());
}

/** One CDC job, whole: what is wanted, its task, how far behind it was, what happened to it. */
export function showJobStatus(shell: Shell, status: JobStatus): string {
  const ink = inkOf(shell);
  const { replication, checkpoint, series, events, landed } = status;
  const facts: [string, string][] = [
    ['mode', replication.mode],
    ['wanted', `${replication.desired}, by ${replication.desiredBy}, ${moment(replication.desiredAt)}`],
    ['task', `${taskWord(status, ink)}${status.taskArn === undefined ? '' : `  ${status.taskArn}`}`],
    [
      'behind',
      status.measuredAt === undefined
        ? 'not measured yet'
        : `${behind(status, ink)} (${moment(status.measuredAt)}); alarm above ${duration(status.maxLatencySeconds * 1_000)}`,
    ],
    ['last change', status.lastChangeAt === undefined ? 'none seen' : moment(status.lastChangeAt)],
    [
      'checkpoint',
      checkpoint === undefined
        ? 'none stored'
        : `${checkpoint.checkpoint}, seen ${moment(checkpoint.seenAt)}`,
    ],
    ...slotFact(replication.slot),
    ...resumeFact(replication),
    ...(status.alerts.length === 0
      ? []
      : ([['alert', ink.red(status.alerts.join(', '))]] satisfies [string, string][])),
    ['newest run', replication.run],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const points = series?.points ?? [];
  return [
    ink.bold(status.job),
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ...plots(points, ink),
    ...landedLines(landed, ink),
    ...(events.length === 0
      ? []
      : [
          '',
          ink.bold('events'),
          ...events.flatMap(({ at, kind, detail }) =>
            hung(
              `  ${moment(at)}  `,
              `${kind.replaceAll('-', ' ')}: ${detail}`,
              shell.interactive ? shell.width() : Number.POSITIVE_INFINITY,
            ),
          ),
        ]),
  ].join('\n');
}

/** Many small files make queries slow (S10): how many came, a day. */
function landedLines(landed: JobStatus['landed'], ink: Ink): string[] {
  if (landed.length === 0) return [];
  return [
    '',
    ink.bold('copied to the lake'),
    ...landed.map(
      ({ day, files, bytes: size, smallFiles }) =>
        `  ${day}  ${plural(files, 'file')}, ${bytes(size)}; ${count(smallFiles)} of them under 1 MiB`,
    ),
  ];
}

function plots(points: readonly SeriesPoint[], ink: Ink): string[] {
  if (points.length < 2) return [];
  const from = points[0]?.at ?? '';
  const rows = points.map((point) => point.rows);
  const seconds = points.map(({ sourceSeconds, targetSeconds }) =>
    sourceSeconds === undefined ? undefined : Math.max(sourceSeconds, targetSeconds ?? 0),
  );
  return [
    '',
    ink.bold(`since ${moment(from)}`),
    `  rows/min  ${spark(rows)}  up to ${count(Math.round(highest(rows)))}`,
    `  behind    ${spark(seconds)}  up to ${duration(highest(seconds) * 1_000)}`,
  ];
}

const steps = '▁▂▃▄▅▆▇█';
const widest = 50;

/** The newest points, a character each; a gap where nothing was measured. */
export function spark(values: readonly (number | undefined)[]): string {
  const shown = values.slice(-widest);
  const most = highest(shown);
  return shown
    .map((value) =>
      value === undefined
        ? ' '
        : steps.charAt(most === 0 ? 0 : Math.round((value / most) * (steps.length - 1))),
    )
    .join('');
}

function highest(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

function taskWord({ task, desired, alerts }: ReplicationStatus, ink: Ink): string {
  if (alerts.includes('down')) return ink.red(`${task}, gave up`);
  if (task === 'running') return desired === 'running' ? ink.green(task) : ink.yellow(`${task}, to stop`);
  if (desired === 'stopped') return ink.yellow(task);
  return task === 'failed' || task === 'gone' ? ink.red(task) : ink.cyan(task);
}

function behind({ behindSeconds, maxLatencySeconds }: ReplicationStatus, ink: Ink): string {
  if (behindSeconds === undefined) return '';
  const words = duration(behindSeconds * 1_000);
  return behindSeconds > maxLatencySeconds ? ink.red(words) : words;
}

function slotFact(slot: JobStatus['replication']['slot']): [string, string][] {
  if (slot === undefined) return [];
  const use = slot.active ? 'in use' : 'not in use';
  return [
    ['slot', slot.name],
    ['', `${use} at ${moment(slot.at)}; the source kept ${bytes(slot.lagBytes)} of log for it then`],
  ];
}

function resumeFact({ resumes, resumeLimit }: JobStatus['replication']): [string, string][] {
  if (resumes === undefined) return [];
  return [['resumed', `${resumes.count} of ${resumeLimit} times; next try ${moment(resumes.nextAt)}`]];
}
