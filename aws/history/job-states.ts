import type { Log } from '../../core/monitoring/log';
import { newestKey, newestPartition } from '../../core/runs/record/history-keys';
import { JobState } from '../../core/runs/job/job-state';
import type { Effect } from '../../core/runs/job/settle';
import { logUnreadable, type ReportUnreadable, readable } from './items/readable-items';
import type { HistoryTable, Item } from './table';
import type { Condition } from './update-expression';

/** States of jobs and loads. Each write is safe to repeat, and holds a condition where two writers can meet. */
export interface JobStates {
  /** Undefined for a job that never ran and was never paused or missed. */
  jobState(jobKey: string): Promise<JobState | undefined>;
  /** All of them. One that cannot be read is reported, and left out. */
  jobStates(report?: ReportUnreadable): Promise<readonly JobState[]>;
  /**
   * Records the effect of an attempt that ended, with the decision about its message. False when the state was changed since `read`.
   */
  settleAttempt(
    jobKey: string,
    read: JobState | undefined,
    settled: NonNullable<JobState['settled']>,
    effect: Effect,
  ): Promise<boolean>;
  /** Replaces one part, if it is still as it was read. Undefined removes it. False when another writer came first. */
  changeJobState<
    Part extends 'trouble' | 'notified' | 'paused' | 'stale' | 'scheduled' | 'knownSince' | 'held',
  >(jobKey: string, part: Part, before: JobState[Part], after: JobState[Part]): Promise<boolean>;
}

/** Parts of an effect. One that is absent is removed, except the last success. */
const removable = ['ended', 'trouble', 'notified'] as const;

export function jobStateStore(table: HistoryTable, log: Log): JobStates {
  return {
    async jobState(jobKey) {
      const item = await table.get(newestKey(jobKey));
      return item === undefined ? undefined : stateOf(item);
    },
    async jobStates(report = logUnreadable(log)) {
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': newestPartition },
        ConsistentRead: true,
      };
      return await readable(table.query(query), stateOf, report);
    },
    async settleAttempt(jobKey, read, settled, effect) {
      const updated = await table.update(newestKey(jobKey), {
        set: { settled, ...effect },
        remove: removable.filter((part) => effect[part] === undefined),
        where: (['settled', 'notified', 'trouble'] as const).flatMap((part) => unchanged(part, read)),
        withoutItem: true,
      });
      return updated !== undefined;
    },
    async changeJobState(jobKey, part, before, after) {
      const updated = await table.update(newestKey(jobKey), {
        ...(after === undefined ? { remove: [part] } : { set: { [part]: after } }),
        where: unchanged(part, { [part]: before }),
        withoutItem: true,
      });
      return updated !== undefined;
    },
  };
}

/** Members that differ in each value of a part. */
const marks = {
  settled: ({ settled }) => ({ 'settled.id': settled?.id }),
  trouble: ({ trouble }) => ({
    'trouble.attempts': trouble?.attempts,
    'trouble.failures': trouble?.failures,
  }),
  notified: ({ notified }) => ({ 'notified.at': notified?.at }),
  paused: ({ paused }) => ({ 'paused.at': paused?.at }),
  stale: ({ stale }) => ({
    'stale.since': stale?.since,
    'stale.again': stale?.again,
    'stale.over': stale?.over,
  }),
  held: ({ held }) => ({ 'held.run': held?.run }),
  scheduled: ({ scheduled }) => ({ 'scheduled.through': scheduled?.through }),
  knownSince: ({ knownSince }) => ({ knownSince }),
} as const satisfies Record<
  string,
  (state: Partial<JobState>) => Readonly<Record<string, string | number | undefined>>
>;

function unchanged(part: keyof typeof marks, read: Partial<JobState> = {}): readonly Condition[] {
  if (read[part] === undefined) return [{ path: part, exists: false }];
  return Object.entries(marks[part](read)).map(([path, equals]) =>
    equals === undefined ? { path, exists: false } : { path, equals },
  );
}

export function stateOf(item: Item): JobState {
  return JobState.parse({ ...item, forJob: item['sk'] });
}
