import { maxLatencyOf } from '../../config/schema/defaults';
import type { Environment } from '../../config/schema/environment-schema';
import { handOffArns, handOffTarget } from '../../config/schema/hand-off-schema';
import type { Job } from '../../config/schema/job-schema';
import { durationSeconds } from '../../schedule/duration';
import { longestGapSeconds } from '../../schedule/longest-gap';
import type { Schedule } from '../../schedule/schedule';
import type { SourcePlan } from '../connection-plan';
import type { JobPlan } from '../job-plan';
import type { ConcurrencyPlan, HandOffPlan } from '../notify-plan';

/** A load that starts on time may take this long. */
const loadSeconds = 2 * 3600;
const leastLag = 3600;
const latencies = 4;

type FollowUps = Pick<JobPlan, 'pauseAfter' | 'freshWithinSeconds' | 'overlap' | 'handOff' | 'concurrency'>;

/** Members of a job's plan about what happens around its runs. */
export function planFollowUps(
  handOffTargets: Environment['hand-off-targets'],
  job: Job,
  schedule: Schedule | undefined,
  source: Pick<SourcePlan, 'maxConcurrentRuns'> | undefined,
  ofInstance: number | undefined,
): FollowUps {
  const fresh = freshWithin(job, schedule);
  const handOff = planHandOff(handOffTargets ?? {}, job);
  const concurrency: ConcurrencyPlan = {
    ...(source?.maxConcurrentRuns === undefined ? {} : { source: source.maxConcurrentRuns }),
    ...(ofInstance === undefined ? {} : { replicationInstance: ofInstance }),
  };
  return {
    ...(job['pause-after'] === undefined ? {} : { pauseAfter: job['pause-after'] }),
    ...(fresh === undefined ? {} : { freshWithinSeconds: fresh }),
    ...(job.overlap === undefined ? {} : { overlap: job.overlap }),
    ...(handOff.length === 0 ? {} : { handOff }),
    ...(Object.keys(concurrency).length === 0 ? {} : { concurrency }),
  };
}

/** `fresh-within`, or its default by mode; undefined for no limit. */
function freshWithin(job: Job, schedule: Schedule | undefined): number | undefined {
  const written = job['fresh-within'];
  if (written === 'off') return undefined;
  if (written !== undefined) return durationSeconds(written);
  if (job.mode !== 'full-load') return Math.max(leastLag, latencies * durationSeconds(maxLatencyOf(job)));
  const gap = schedule === undefined ? undefined : longestGapSeconds(schedule);
  return gap === undefined ? undefined : gap + loadSeconds;
}

function planHandOff(targets: Readonly<Record<string, string>>, job: Job): HandOffPlan[] {
  return (job['hand-off'] ?? []).flatMap((handOff) => {
    const { kind, written } = handOffTarget(handOff);
    const arn = handOffArns[kind].test(written) ? written : targets[written];
    return arn === undefined || arn === 'none' ? [] : [{ on: handOff.on, arn }];
  });
}
