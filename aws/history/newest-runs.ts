import * as z from 'zod/mini';
import type { JobState } from '../../core/runs/job/job-state';
import { isExpired, newestKey, newestPartition, runKey } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import { runOf } from './run-item';
import { knownItems } from './items/item-format';
import type { HistoryTable } from './table';

/** Newest run of each job and load, found without a query per job. */
export interface NewestRuns {
  /** By job or load. `states`: those that were read already. Jobs whose last run is of an earlier version of Lakeferry are left out. */
  newestRuns(now: Date, states?: readonly JobState[]): Promise<ReadonlyMap<string, RunRecord>>;
  /** Undefined when the job has no run, or none since its history has names of newest runs. */
  newestRun(jobKey: string, now: Date): Promise<RunRecord | undefined>;
}

/** Names of the newest runs. The state of a job that never ran names none. */
async function namesOf(table: HistoryTable): Promise<readonly string[]> {
  const names: string[] = [];
  const query = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': newestPartition },
    ConsistentRead: true,
  };
  for await (const item of knownItems(table.query(query))) {
    const { data } = Newest.safeParse(item);
    if (data !== undefined) names.push(data.run);
  }
  return names;
}

const Newest = z.object({ run: z.string(), openedAt: z.string() });

export function newestRunReader(table: HistoryTable): NewestRuns {
  return {
    async newestRuns(now, states) {
      const names = states === undefined ? await namesOf(table) : states.flatMap(({ run }) => run ?? []);
      const runs = (await table.getAll(names.map(runKey))).map(runOf);
      return new Map(runs.filter((run) => !isExpired(run, now)).map((run) => [run.jobKey, run]));
    },
    async newestRun(jobKey, now) {
      const { data } = Newest.safeParse(await table.get(newestKey(jobKey)));
      const item = data === undefined ? undefined : await table.get(runKey(data.run));
      const run = item === undefined ? undefined : runOf(item);
      return run === undefined || isExpired(run, now) ? undefined : run;
    },
  };
}

/** Keeps the name of a run that was just opened, unless a run that opened later is known. */
export async function keepNewest(table: HistoryTable, record: RunRecord): Promise<void> {
  const { run, jobKey, openedAt, expiresAt, trigger } = record;
  const lastScheduled = trigger.by === 'schedule' ? trigger.scheduledTime : undefined;
  await table.update(newestKey(jobKey), {
    set: { run, openedAt, expiresAt, lastScheduled },
    where: [{ path: 'openedAt', absentOrBelow: openedAt }],
  });
}
