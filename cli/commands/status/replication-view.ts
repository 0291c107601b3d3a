import type { JobStatus } from '../../../application/replications/read-replications';
import { eventName } from '../../../core/runs/replication/job-event';
import type { SeriesPoint } from '../../../core/runs/replication/series';
import { faultyTableLines } from '../../output/faulty-tables';
import { oneLine } from '../../output/escape-control-characters';
import { hangingIndent } from '../../output/hanging-indent';
import { bytes, count, duration, moment, plural } from '../../output/quantities';
import { slotText } from '../../output/slot-text';
import { spark } from '../../output/spark';
import { type Ink, inkOf, type Shell } from '../../shell';
import { behindText, taskText } from './replication-list';
import { troubleLines } from './troubles';

type Fact = readonly [name: string, value: string];

/** One CDC job: desired state, task, latency over time, files copied to the lake, events. */
export function showReplication(shell: Shell, status: JobStatus): string {
  const ink = inkOf(shell);
  const facts = factsOf(status, ink);
  const width = Math.max(...facts.map(([name]) => name.length));
  const faulty = faultyTableLines(
    status.faulty,
    ink,
    shell.interactive ? shell.width() : Number.POSITIVE_INFINITY,
  );
  const troubles = troubleLines([status], ink);
  return [
    ink.bold(status.job),
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ...(troubles.length === 0 ? [] : ['', ...troubles]),
    ...(faulty.length === 0 ? [] : ['', ...faulty]),
    ...plots(status.series?.points ?? [], ink),
    ...arrivalLines(status, ink),
    ...eventLines(shell, status, ink),
  ].join('\n');
}

/** Facts about the task that a job left which no deployed department has. A poll has stopped it. */
function removedFacts({ job, task, taskArn, replication, events }: JobStatus): readonly Fact[] {
  const newest = events.find(({ kind }) => kind === 'job-removed' || kind === 'job-disabled');
  if (
    taskArn === undefined ||
    task === 'gone' ||
    replication.desiredBy !== 'config' ||
    newest?.kind !== 'job-removed'
  )
    return [];
  return [
    ['', 'the job is no longer deployed; its task keeps an endpoint and the log of the source'],
    ['', `delete the task, and keep its checkpoint: lakeferry stop ${job} --delete`],
  ];
}

function factsOf(status: JobStatus, ink: Ink): readonly Fact[] {
  const { replication, checkpoint, taskArn, measuredAt, lastChangeAt, alerts } = status;
  const { slot, resumes, resumeLimit } = replication;
  return [
    ['mode', replication.mode],
    [
      'desired',
      `${replication.desired}, by ${oneLine(replication.desiredBy)}, ${moment(replication.desiredAt)}`,
    ],
    ['task', `${taskText(status, ink)}${taskArn === undefined ? '' : `  ${taskArn}`}`],
    ...facts(status.heldBy === undefined ? undefined : ['held', `by the ${oneLine(status.heldBy)}`]),
    ...removedFacts(status),
    [
      'behind',
      measuredAt === undefined
        ? status.task === 'running'
          ? 'not measured yet'
          : 'not measured: the task is not running'
        : `${behindText(status, ink)} (${moment(measuredAt)}); alarm above ${duration(status.maxLatencySeconds * 1_000)}`,
    ],
    ['last change', lastChangeAt === undefined ? 'none seen' : moment(lastChangeAt)],
    [
      'checkpoint',
      checkpoint === undefined
        ? 'none stored'
        : `${checkpoint.checkpoint}, seen ${moment(checkpoint.seenAt)}`,
    ],
    ...facts(slot === undefined ? undefined : ['slot', slot.name]),
    ...facts(slot === undefined ? undefined : ['', slotText(slot)]),
    ...facts(
      resumes === undefined
        ? undefined
        : ['resumed', `${resumes.count} of ${resumeLimit} times; next try ${moment(resumes.nextAt)}`],
    ),
    ...facts(alerts.length === 0 ? undefined : ['alert', ink.red(alerts.join(', '))]),
    ['newest run', replication.run],
  ];
}

function facts(fact: Fact | undefined): readonly Fact[] {
  return fact === undefined ? [] : [fact];
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

function highest(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/** Files per day, because many small files make queries slow. */
function arrivalLines({ dailyArrivals }: JobStatus, ink: Ink): string[] {
  if (dailyArrivals.length === 0) return [];
  return [
    '',
    ink.bold('copied to the lake'),
    ...dailyArrivals.map(
      ({ day, files, bytes: size, smallFiles }) =>
        `  ${day}  ${plural(files, 'file')}, ${bytes(size)}; ${count(smallFiles)} of them under 1 MiB`,
    ),
  ];
}

function eventLines(shell: Shell, { events }: JobStatus, ink: Ink): string[] {
  if (events.length === 0) return [];
  const width = shell.interactive ? shell.width() : Number.POSITIVE_INFINITY;
  return [
    '',
    ink.bold('events'),
    ...events.flatMap(({ at, kind, detail }) =>
      hangingIndent(`  ${moment(at)}  `, `${eventName(kind)}: ${detail}`, width),
    ),
  ];
}
