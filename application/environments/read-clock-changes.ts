import {
  type ClockChange,
  type ClockEffect,
  clockChanges,
  clockEffects,
} from '../../core/schedule/clock-changes';
import type { Schedule } from '../../core/schedule/schedule';
import type { DeployedEnvironment } from './deployed-environment';
import { type CalendarPorts, readScheduledJobs } from './scheduled-jobs';

/** Clock change, with what it does to jobs whose schedules are in its zone. */
export interface ClockChangeOfJobs extends ClockChange {
  /** Number of jobs with a schedule in the zone. */
  readonly jobs: number;
  readonly affected: readonly ({ readonly job: string } & ClockEffect)[];
}

export interface ClockChangesOfJobs {
  /** By time, ascending. */
  readonly changes: readonly ClockChangeOfJobs[];
  /** Departments whose plans cannot be read. */
  readonly unread: readonly string[];
}

interface Span {
  readonly from: Date;
  readonly days: number;
}

/** Clock changes in the zones of deployed jobs. Their effects are those of the present schedules, also in the past. */
export async function readClockChanges(
  environment: DeployedEnvironment,
  { from, days }: Span,
  ports: CalendarPorts,
): Promise<ClockChangesOfJobs> {
  const { jobs, unread } = await readScheduledJobs(environment, ports);
  const byZone = new Map<string, { readonly job: string; readonly schedule: Schedule }[]>();
  for (const { job, schedule, enabled } of jobs) {
    if (schedule === undefined || !enabled) continue;
    const others = byZone.get(schedule.timeZone) ?? [];
    others.push({ job, schedule });
    byZone.set(schedule.timeZone, others);
  }
  const effects = new Map<string, readonly (ClockEffect | undefined)[]>();
  const effectsOf = (schedule: Schedule) => {
    const key = `${schedule.expression} ${schedule.timeZone}`;
    const known = effects.get(key) ?? clockEffects(schedule, from, days);
    effects.set(key, known);
    return known;
  };
  const changes = [...byZone].flatMap(([timeZone, inZone]) =>
    clockChanges(timeZone, from, days).map((change, nth) => ({
      ...change,
      jobs: inZone.length,
      affected: inZone.flatMap(({ job, schedule }) => {
        const effect = effectsOf(schedule)[nth];
        return effect === undefined ? [] : [{ job, ...effect }];
      }),
    })),
  );
  return { changes: changes.sort((a, b) => (a.at < b.at ? -1 : 1)), unread };
}
