import type { JobPlan, StartFrom } from '../planning/job-plan';
import type { HandOffPlan, NotifyPlan } from '../planning/notify-plan';
import type { Change, ChangeClass } from './change';
import { nextLoadText } from './first-load';
import type { KnownFacts } from './known-facts';
import { tagsText } from './tags';

type Field = keyof JobPlan;
interface Words {
  readonly class: ChangeClass;
  readonly text: (after: JobPlan, before: JobPlan, facts: KnownFacts) => string;
}

const live = (text: Words['text']): Words => ({ class: 'live', text });

/** Members of a job's plan that no task and no endpoint has: functions, schedules and rules read them. */
const ownFields: Readonly<Partial<Record<Field, Words>>> = {
  description: { class: 'none', text: () => 'description' },
  schedule: live(scheduleText),
  maxDurationSeconds: live(({ maxDurationSeconds }) => `a run may take ${seconds(maxDurationSeconds)}`),
  allowTableErrors: live(({ allowTableErrors }) =>
    allowTableErrors ? 'a run with failed tables counts as loaded' : 'a failed table fails the run',
  ),
  check: live(({ check }) => `errors of source checks: ${check ?? 'block'}`),
  drift: live(({ drift }) => `columns that changed in the source: ${drift ?? 'warn'}`),
  notify: live(({ notify }) => `messages: ${notifyText(notify)}`),
  pauseAfter: live(({ pauseAfter }) => `paused after failures: ${pauseAfter ?? 'never'}`),
  freshWithinSeconds: live(
    ({ freshWithinSeconds: limit }) =>
      `data is stale after ${limit === undefined ? 'no time' : seconds(limit)}`,
  ),
  overlap: live(({ overlap }) => `a run that starts during another: ${overlap ?? 'skip'}`),
  handOff: live(({ handOff }) => `what follows a run: ${handOffText(handOff)}`),
  concurrency: live(({ concurrency: limits }) =>
    limits === undefined
      ? 'no limit of runs at the same time'
      : `runs at the same time: ${[
          ...(limits.source === undefined ? [] : [`${limits.source} of the source`]),
          ...(limits.replicationInstance === undefined
            ? []
            : [`${limits.replicationInstance} of the instance`]),
        ].join(', ')}`,
  ),
  splits: live(({ splits = [] }) =>
    splits.length === 0
      ? 'no table is loaded in segments'
      : `loaded in segments: ${splits.map(({ schema, table }) => `${schema}.${table}`).join(', ')}`,
  ),
  tags: live(({ tags }) => tagsText(tags)),
  publishing: live(publishingText),
  partitions: live(() => 'tables that are partitions of another'),
};

export function ownFieldChange(
  field: string,
  before: JobPlan,
  after: JobPlan,
  facts: KnownFacts,
): Change | undefined {
  const words = Object.entries(ownFields).find(([name]) => name === field)?.[1];
  return words && { class: words.class, sign: '~', text: words.text(after, before, facts) };
}

/** Changes of what Lakeferry does with a task that follows changes. A task that exists keeps its place. */
export function replicationChanges(before: JobPlan, after: JobPlan): readonly Change[] {
  const [was, is] = [before.replication, after.replication];
  if (was === undefined || is === undefined) return [];
  const change = (isChanged: boolean, text: string): readonly Change[] =>
    isChanged ? [{ class: 'live', sign: '~', text }] : [];
  return [
    ...change(
      JSON.stringify(was.startFrom) !== JSON.stringify(is.startFrom),
      `start of a new task: ${startText(is.startFrom)}; the task that exists keeps its place`,
    ),
    ...change(
      was.maxLatencySeconds !== is.maxLatencySeconds,
      `an alert when the target is ${seconds(is.maxLatencySeconds)} behind`,
    ),
    ...change(was.resumeLimit !== is.resumeLimit, `attempts to resume the task: ${is.resumeLimit}`),
  ];
}

function scheduleText(after: JobPlan, _: JobPlan, { now }: KnownFacts): string {
  const { schedule, mode } = after;
  if (schedule === undefined) return 'runs on request only';
  const next = nextLoadText(after, now, mode === 'full-load' ? 'next load' : 'next run');
  return `schedule ${schedule.expression} ${schedule.timeZone}: ${next}`;
}

function publishingText({ publishing }: JobPlan): string {
  if (publishing.kind === 'none') return 'nothing is published any more; the lake keeps what it has';
  const { prefix, kind, catalogue } = publishing;
  const how = kind === 'snapshot' ? `snapshots, ${publishing.keep} kept` : `files as ${publishing.layout}`;
  const where = catalogue === undefined ? '' : `, tables in Glue database ${catalogue.database}`;
  return `new data goes to ${prefix}/: ${how}${where}; earlier files stay where they are`;
}

function startText(from: StartFrom): string {
  switch (from.kind) {
    case 'now':
    case 'checkpoint':
      return from.kind;
    case 'time':
      return from.time;
    case 'position':
      return from.position;
  }
}

function notifyText(notify: NotifyPlan | undefined): string {
  return notify === undefined || notify.policy === 'never'
    ? 'never'
    : `${notify.policy}, to ${notify.channels.join(', ')}`;
}

function handOffText(handOff: readonly HandOffPlan[] = []): string {
  return handOff.map(({ on, arn }) => `${on === 'both' ? 'each end' : on}: ${arn}`).join(', ') || 'nothing';
}

function seconds(value: number): string {
  if (value % 3600 === 0) return `${value / 3600} h`;
  return value % 60 === 0 ? `${value / 60} min` : `${value} s`;
}
