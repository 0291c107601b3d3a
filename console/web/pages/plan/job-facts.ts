import type { JSONParsed } from 'hono/utils/types';
import type { JobPlanPage as JobPlanAnswer } from '../../../server/plan/job-plan-page';
import type { PlannedJob as PlannedJobAnswer } from '../../../server/plan/read-plan-page';
import { duration, plural } from '../../parts/quantities';

type JobPlanPage = JSONParsed<JobPlanAnswer>;
type PlannedJob = JSONParsed<PlannedJobAnswer>;
type Plan = JobPlanPage['plan'];

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export function scheduleText({ schedule, enabled }: Pick<PlannedJob, 'schedule' | 'enabled'>): string {
  if (schedule === undefined) return 'on request';
  return `${schedule.expression} ${schedule.timeZone}${enabled ? '' : ' (not enabled)'}`;
}

/** Way of the data: from where, to where, how and when. */
export function wayFacts({
  plan,
  targetSettings,
}: Pick<JobPlanPage, 'plan' | 'targetSettings'>): readonly Fact[] {
  const format = settingOf(targetSettings, 'DataFormat');
  const compression = settingOf(targetSettings, 'CompressionType');
  return [
    { label: 'Mode', text: plan.mode },
    { label: 'Source', text: plan.source },
    { label: 'Target', text: `${plan.target} (${plan.targetEngine})` },
    ...(format === undefined
      ? []
      : [
          { label: 'Format', text: `${format}, ${compression === 'none' ? 'not' : compression} compressed` },
          { label: 'Staged in', text: `${plan.stagingFolder}/` },
        ]),
    ...existingFacts(plan),
    { label: 'Lake', text: lakeText(plan.publishing) },
    { label: 'Schedule', text: scheduleText(plan) },
    { label: 'Longest run', text: duration(plan.maxDurationSeconds * 1000) },
    ...replicationFacts(plan),
    ...segmentFacts(plan),
  ];
}

/** Endpoints that others own, and an instance that only some jobs use. */
function existingFacts({
  namedEndpoints: { source, target } = {},
  replicationInstance: instance,
}: Plan): readonly Fact[] {
  return [
    ...(instance === undefined
      ? []
      : [{ label: 'Existing instance', text: `${instance.identifier} (${instance.arn})` }]),
    ...(source === undefined ? [] : [{ label: 'Existing source endpoint', text: source.arn }]),
    ...(target === undefined ? [] : [{ label: 'Existing target endpoint', text: target.arn }]),
  ];
}

/** Rules around the runs, with the defaults where the files say nothing. */
export function ruleFacts(plan: Plan): readonly Fact[] {
  const { notify, freshWithinSeconds, pauseAfter, concurrency, handOff = [] } = plan;
  return [
    { label: 'Errors of source checks', text: plan.check ?? 'block (default)' },
    { label: 'Changed columns', text: plan.drift ?? 'warn (default)' },
    { label: 'Failed tables', text: plan.allowTableErrors ? 'the run counts as loaded' : 'the run fails' },
    { label: 'A start during a run', text: plan.overlap ?? 'skip (default)' },
    { label: 'Messages', text: notify === undefined ? 'edge (default)' : notifyText(notify) },
    {
      label: 'Data is stale after',
      text: freshWithinSeconds === undefined ? 'no limit' : duration(freshWithinSeconds * 1000),
    },
    {
      label: 'Paused after',
      text: pauseAfter === undefined ? 'never' : `${plural(pauseAfter, 'failure')} in a row`,
    },
    { label: 'Runs at the same time', text: limitsText(concurrency) },
    { label: 'Started after a run', text: handOff.map(handOffText).join('\n') || 'nothing' },
    {
      label: 'Tags',
      text:
        Object.entries(plan.tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(', ') || 'none',
    },
  ];
}

function settingOf(settings: JobPlanPage['targetSettings'], name: string): string | undefined {
  return settings.find((one) => one.name === name)?.value;
}

function lakeText(publishing: Plan['publishing']): string {
  if (publishing.kind === 'none') return 'nothing is published';
  const { prefix, catalogue } = publishing;
  const how =
    publishing.kind === 'snapshot'
      ? `snapshots in ${prefix}/, ${publishing.keep} kept`
      : `each file as it arrives, in ${prefix}/${publishing.layout}/ by ${
          publishing.partitionBy === 'arrival' ? 'time of arrival' : 'date folders of DMS'
        } in ${publishing.timeZone}`;
  return catalogue === undefined ? how : `${how}, Glue database ${catalogue.database}`;
}

function replicationFacts({ replication, dmsVersion }: Plan): readonly Fact[] {
  const version = dmsVersion === undefined ? [] : [{ label: 'DMS version', text: dmsVersion }];
  if (replication === undefined) return version;
  return [
    { label: 'A new task starts from', text: startText(replication.startFrom) },
    { label: 'Alert when behind', text: duration(replication.maxLatencySeconds * 1000) },
    { label: 'Attempts to resume', text: String(replication.resumeLimit) },
    ...version,
  ];
}

function startText(from: NonNullable<Plan['replication']>['startFrom']): string {
  switch (from.kind) {
    case 'now':
      return 'now';
    case 'checkpoint':
      return 'the stored checkpoint';
    case 'time':
      return from.time;
    case 'position':
      return from.position;
  }
}

function segmentFacts({ splits = [] }: Plan): readonly Fact[] {
  if (splits.length === 0) return [];
  const text = splits.map(({ schema, table, column, segments, exact }) => {
    const by = column === undefined ? '' : ` by ${column}`;
    const into = segments === undefined ? '' : ` into ${segments}`;
    return `${schema}.${table}${by}${into}${exact ? ', exact' : ''}`;
  });
  return [{ label: 'Loaded in segments', text: text.join('\n') }];
}

function notifyText({ policy, channels }: NonNullable<Plan['notify']>): string {
  return policy === 'never' ? 'never' : `${policy}, to ${channels.join(', ')}`;
}

function limitsText(limits: Plan['concurrency']): string {
  const texts = [
    ...(limits?.source === undefined ? [] : [`${limits.source} of the source`]),
    ...(limits?.replicationInstance === undefined
      ? []
      : [`${limits.replicationInstance} of the replication instance`]),
  ];
  return texts.join(', ') || 'no limit';
}

function handOffText({ on, arn }: NonNullable<Plan['handOff']>[number]): string {
  return `${on === 'both' ? 'after each run' : `on ${on}`}: ${arn}`;
}
