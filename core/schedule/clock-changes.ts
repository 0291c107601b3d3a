import { firesAt } from './fire-times';
import type { Schedule } from './schedule';
import { type ParsedSchedule, parseSchedule } from './schedule-expression';
import { type OffsetChange, offsetChanges, wallsOf } from './zone-time';

/** Clock change of a zone. `from` and `to` are wall-clock times, `hh:mm`: those between them are skipped, or come twice. */
export interface ClockChange {
  readonly timeZone: string;
  readonly kind: 'skips' | 'repeats';
  /** Moment of the change, ISO 8601 in UTC. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
}

/** Times of a schedule that a clock change skips or repeats. A skipped time starts no run, a repeated one starts one, the first time. */
export interface ClockEffect {
  /** `hh:mm`, in the zone of the job, ascending, at most `shownTimes`. */
  readonly times: readonly string[];
  readonly count: number;
}

const shownTimes = 4;

/** Clock changes of a zone in the `days` days after `after`. */
export function clockChanges(timeZone: string, after: Date, days: number): readonly ClockChange[] {
  return offsetChanges(timeZone, after, days).map((change) => {
    const { from, to } = wallsOf(change);
    return {
      timeZone,
      kind: change.after > change.before ? 'skips' : 'repeats',
      at: `${new Date(change.jump).toISOString().slice(0, 19)}Z`,
      from: from.toFormat('HH:mm'),
      to: to.toFormat('HH:mm'),
    };
  });
}

/**
 * Effect of the changes on a schedule, in their order. Undefined: none. A rate has none, as it counts in elapsed time.
 * @throws InvalidSchedule
 */
export function clockEffects(
  { expression, timeZone }: Schedule,
  after: Date,
  days: number,
): readonly (ClockEffect | undefined)[] {
  const parsed = parseSchedule(expression);
  return offsetChanges(timeZone, after, days).map((change) => effectOf(parsed, change));
}

function effectOf(parsed: ParsedSchedule, change: OffsetChange): ClockEffect | undefined {
  if (parsed.kind === 'rate') return undefined;
  const { from, to } = wallsOf(change);
  const times: string[] = [];
  for (let at = from; at < to; at = at.plus({ minutes: 1 }))
    if (firesAt(parsed, at)) times.push(at.toFormat('HH:mm'));
  return times.length === 0 ? undefined : { times: times.slice(0, shownTimes), count: times.length };
}
