import type { DueTime } from '../../schedule/due-times';
import { dayOf, expiryOf } from '../record/history-keys';
import { runIdOf } from '../record/run-identity';
import type { RunRecord } from '../record/run-record';
import { verdictWithout } from '../verdict/verdict';

/** Id of the run that a schedule starts at a time. */
export function scheduledRunId(jobKey: string, scheduledTime: string): string {
  const trigger = { by: 'schedule', scheduleArn: '', scheduledTime } as const;
  return runIdOf({ job: jobKey, trigger });
}

/** Record of a run that did not begin. A late run replaces it. */
export function missedRun(
  jobKey: string,
  due: DueTime,
  plan: RunRecord['plan'],
  retentionDays: number,
  now: Date,
): RunRecord {
  const [department = '', job = ''] = jobKey.split('/');
  const at = now.toISOString();
  return {
    run: scheduledRunId(jobKey, due.at),
    jobKey,
    department,
    job,
    day: dayOf(now),
    openedAt: at,
    execution: '',
    plan,
    trigger: { by: 'schedule', scheduleArn: '', scheduledTime: due.at },
    phases: { opened: at, closed: at },
    verdict: verdictWithout('missed', 'missed', detailOf(due)),
    missedAt: at,
    expiresAt: expiryOf(now, retentionDays),
  };
}

/** Returns true for the record of a run that did not begin. */
export function isMissed({ verdict }: Pick<RunRecord, 'verdict'>): boolean {
  return verdict?.outcome === 'missed';
}

/** Record of the missed run that a late run replaced. Undefined: it replaced none. */
export function asMissed({ missedAt, trigger, ...late }: RunRecord): RunRecord | undefined {
  if (missedAt === undefined || trigger.by !== 'schedule') return undefined;
  return {
    ...late,
    trigger,
    openedAt: missedAt,
    phases: { opened: missedAt, closed: missedAt },
    verdict: verdictWithout('missed', 'missed', detailOf({ at: trigger.scheduledTime })),
  };
}

function detailOf({ at, skippedBy }: DueTime): string {
  if (skippedBy === undefined) return `the schedule was due at ${at}, and no run began within 15 minutes`;
  const { date, from, to } = skippedBy;
  return `clocks jumped from ${from.toFormat('HH:mm')} to ${to.toFormat('HH:mm')} on ${date}, so the schedule did not fire: choose another time or time-zone`;
}
