import type { JobPlan } from '../../../core/planning/job-plan';
import { duration, plural } from '../../output/quantities';

/** Facts about what happens around the runs of a job: messages, freshness, limits and what follows. */
export function followUpFacts(job: JobPlan): [string, string][] {
  const { notify, freshWithinSeconds, pauseAfter, overlap, handOff = [], concurrency } = job;
  const facts: [string, string | undefined][] = [
    ['notify', notify === undefined ? undefined : notifyText(notify)],
    [
      'fresh',
      freshWithinSeconds === undefined ? undefined : `within ${duration(freshWithinSeconds * 1_000)}`,
    ],
    ['pause', pauseAfter === undefined ? undefined : `after ${plural(pauseAfter, 'failure')} in a row`],
    ['overlap', overlap],
    ['limit', concurrency === undefined ? undefined : limitText(concurrency)],
    ...handOff.map(({ on, arn }): [string, string] => [
      'then',
      `${on === 'both' ? 'after each run' : `on ${on}`}: ${arn}`,
    ]),
  ];
  return facts.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}

function notifyText({ policy, channels }: NonNullable<JobPlan['notify']>): string {
  return policy === 'never' ? 'never' : `${policy}, to ${channels.join(', ')}`;
}

function limitText({ source, replicationInstance }: NonNullable<JobPlan['concurrency']>): string {
  return [
    ...(source === undefined ? [] : [`${plural(source, 'run')} of the source`]),
    ...(replicationInstance === undefined
      ? []
      : [`${plural(replicationInstance, 'run')} of the replication instance`]),
  ].join(', ');
}
