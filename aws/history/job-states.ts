import type { Log } from '../../core/monitoring/log';
import { newestKey, newestPartition } from '../../core/runs/record/history-keys';
import { JobState, settlingPosition } from '../../core/runs/job/job-state';
import { logUnreadable, type ReportUnreadable, readable } from './readable-items';
import type { HistoryTable, Item } from './table';

/** States of jobs and loads. Each write is safe to repeat, and holds a condition where two writers can meet. */
export interface JobStates {
  /** Undefined for a job that never ran and was never paused or missed. */
  jobState(jobKey: string): Promise<JobState | undefined>;
  /** All of them. One that cannot be read is reported, and left out. */
  jobStates(report?: ReportUnreadable): Promise<readonly JobState[]>;
  /** Records the effect of an attempt that ended. False when this or a later attempt was settled before. */
  settleAttempt(
    jobKey: string,
    attempt: { readonly run: string; readonly openedAt: string },
    effect: Pick<JobState, 'ended' | 'succeeded' | 'trouble' | 'notified'>,
  ): Promise<boolean>;
  /** Replaces one part, if it is still as it was read. Undefined removes it. False when another writer came first. */
  changeJobState<Part extends 'trouble' | 'notified' | 'paused' | 'stale' | 'scheduled' | 'knownSince'>(
    jobKey: string,
    part: Part,
    before: JobState[Part],
    after: JobState[Part],
  ): Promise<boolean>;
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
    async settleAttempt(jobKey, attempt, effect) {
      const settled = settlingPosition(attempt);
      const updated = await table.update(newestKey(jobKey), {
        set: { settled, ...effect },
        remove: removable.filter((part) => effect[part] === undefined),
        where: [{ path: 'settled', absentOrBelow: settled }],
        withoutItem: true,
      });
      return updated !== undefined;
    },
    async changeJobState(jobKey, part, before, after) {
      const updated = await table.update(newestKey(jobKey), {
        ...(after === undefined ? { remove: [part] } : { set: { [part]: after } }),
        where: [before === undefined ? { path: part, exists: false } : { path: part, equals: before }],
        withoutItem: true,
      });
      return updated !== undefined;
    },
  };
}

function stateOf(item: Item): JobState {
  return JobState.parse({ ...item, forJob: item['sk'] });
}
