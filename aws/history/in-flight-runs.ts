import type { Log } from '../../core/monitoring/log';
import type { DmsWait } from '../../core/runs/task/dms-wait';
import type { Failure } from '../../core/runs/record/failure';
import { inFlightPartition, inFlightRunKey, leaseKey } from '../../core/runs/record/history-keys';
import { InFlightRun, Lease } from '../../core/runs/record/in-flight-run';
import type { Goal } from '../../core/runs/task/goal';
import type { SeenTask } from '../../core/runs/task/seen-task';
import type { StartMark } from '../../core/runs/task/task';
import { logUnreadable, type ReportUnreadable, readable } from './items/readable-items';
import type { HistoryTable, Item } from './table';
import type { Change } from './update-expression';

/**
 * Runs in flight and the leases of jobs. Each write is safe to repeat. Only `openInFlightRun` and `adoptOrphan` can create an item
 * again after it was closed.
 */
export interface InFlightRuns {
  /** Returns false when the run has an item. */
  openInFlightRun(inFlightRun: InFlightRun): Promise<boolean>;
  /** Gives the item to the execution that owns the run's record. */
  claimInFlightRun(run: string, execution: string): Promise<void>;
  /** Removes the item that another execution of the same run wrote before it found the run's record. */
  withdrawInFlightRun(run: string, execution: string): Promise<void>;
  inFlightRun(run: string): Promise<InFlightRun | undefined>;
  /** All of them, read consistently. One that cannot be read is reported, and left out. */
  inFlightRuns(report?: ReportUnreadable): Promise<readonly InFlightRun[]>;
  /** Stores the token of a waiting state. Undefined when the run is closed or orphaned, so that no state may wait for it. */
  awaitGoal(run: string, wait: Wait): Promise<InFlightRun | undefined>;
  /** Records what CreateTask or StartTask waits for. False when the run is closed or orphaned. */
  inFlightRunWaitsForDms(run: string, dmsWait: DmsWait): Promise<boolean>;
  /** Records the task. False when the run is closed or orphaned: then the caller has to delete the task. */
  inFlightRunHasTask(
    run: string,
    task: { readonly identifier: string; readonly arn?: string },
  ): Promise<boolean>;
  /** Records that the run's task is never deleted by the run. Call it before the task exists. */
  inFlightRunLivesOn(run: string, mode: NonNullable<InFlightRun['livesOn']>): Promise<void>;
  inFlightRunStarts(run: string, start: StartMark, deadline: string, expectedTables: number): Promise<void>;
  /** Records that the run left a running task alone, so that its end is not awaited for another start. */
  inFlightRunLeavesTask(run: string): Promise<void>;
  /** Records that a poll saw the task arrive, before it answers the token. The first time is kept, the newest answer replaces others. */
  inFlightRunArrives(run: string, arrival: Arrival): Promise<void>;
  /** Records what DMS says about the task of a run that waits for nothing yet. Returns the item, which may have begun to wait meanwhile. */
  inFlightRunSees(run: string, seen: SeenTask): Promise<InFlightRun | undefined>;
  /** Removes the token, unless another has replaced it. */
  dropToken(run: string, token: string, at: string): Promise<void>;
  touchInFlightRun(run: string, at: string): Promise<void>;
  /** Hands the run to the polls, which delete its task and close it. The first reason and its time are kept. */
  orphanInFlightRun(run: string, reason: Failure, at: string): Promise<InFlightRun | undefined>;
  /** Hands the polls a task that was created after its run was orphaned or closed. */
  adoptOrphan(orphan: InFlightRun & Required<Pick<InFlightRun, 'taskArn' | 'orphanedBy'>>): Promise<void>;
  /** Records answers of DMS without the task: the first of them, and the last. Undefined: it answers with the task again. */
  inFlightRunMisses(
    run: string,
    missed: { readonly since: string; readonly at: string } | undefined,
  ): Promise<void>;
  inFlightRunDeletes(run: string, at: string): Promise<void>;
  /** Records that DMS pauses reading for the run's task. Undefined: it reads again. */
  inFlightRunPausesReading(run: string, at: string | undefined): Promise<void>;
  /** Closes the item. True when it is gone, whoever closed it. False when a task was recorded since the item was read. */
  closeInFlightRun(inFlightRun: Pick<InFlightRun, 'run' | 'taskArn'>): Promise<boolean>;
  /** Returns the valid lease: this one, if the lease was free or `replacing` held it. */
  takeLease(jobKey: string, lease: Lease, replacing?: string): Promise<Lease>;
  lease(jobKey: string): Promise<Lease | undefined>;
  releaseLease(jobKey: string, run: string): Promise<void>;
}

export interface Wait {
  readonly goal: Goal;
  readonly token: string;
  readonly at: string;
}

export interface Arrival {
  readonly phase: 'taskReady' | 'loadFinished' | 'replicating';
  readonly at: string;
  /** Absent when DMS has no task. */
  readonly seen?: SeenTask | undefined;
}

export function inFlightRunStore(table: HistoryTable, log: Log): InFlightRuns {
  const exists = [{ path: 'pk', exists: true }];
  const waiting = [...exists, { path: 'orphanedBy', exists: false }];
  const changeKnown = (run: string, change: Change): Promise<Item | undefined> =>
    table.update(inFlightRunKey(run), { ...change, where: exists });
  const lease = async (jobKey: string): Promise<Lease | undefined> => {
    const item = await table.get(leaseKey(jobKey));
    return item === undefined ? undefined : Lease.parse(item);
  };
  return {
    openInFlightRun: (inFlightRun) => table.putNew(inFlightRunKey(inFlightRun.run), inFlightRun),
    async claimInFlightRun(run, execution) {
      await changeKnown(run, { set: { execution } });
    },
    async withdrawInFlightRun(run, execution) {
      await table.deleteWhere(inFlightRunKey(run), 'execution', execution);
    },
    async inFlightRun(run) {
      return asInFlightRun(await table.get(inFlightRunKey(run)));
    },
    async inFlightRuns(report = logUnreadable(log)) {
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': inFlightPartition },
        ConsistentRead: true,
      };
      return readable(table.query(query), (item) => InFlightRun.parse(item), report);
    },
    async awaitGoal(run, { goal, token, at }) {
      return asInFlightRun(
        await table.update(inFlightRunKey(run), { set: { goal, token, touchedAt: at }, where: waiting }),
      );
    },
    async inFlightRunWaitsForDms(run, dmsWait) {
      return (await table.update(inFlightRunKey(run), { set: { dmsWait }, where: waiting })) !== undefined;
    },
    async inFlightRunHasTask(run, { identifier, arn }) {
      const set = { taskIdentifier: identifier, taskArn: arn };
      return (await table.update(inFlightRunKey(run), { set, where: waiting })) !== undefined;
    },
    async inFlightRunLivesOn(run, livesOn) {
      await changeKnown(run, { set: { livesOn } });
    },
    async inFlightRunStarts(run, start, deadline, expectedTables) {
      await table.update(inFlightRunKey(run), {
        setOnce: { start, deadline, expectedTables },
        // What DMS said about the task before its start says nothing about the load.
        remove: ['seen'],
        where: waiting,
      });
    },
    async inFlightRunLeavesTask(run) {
      await table.update(inFlightRunKey(run), { set: { 'start.isLeft': true }, where: waiting });
    },
    async inFlightRunArrives(run, { phase, at, seen }) {
      await changeKnown(run, { set: { seen }, setOnce: { [`${phase}At`]: at }, withoutItem: true });
    },
    async inFlightRunSees(run, seen) {
      return asInFlightRun(await table.update(inFlightRunKey(run), { set: { seen }, where: waiting }));
    },
    async dropToken(run, token, at) {
      await table.update(inFlightRunKey(run), {
        set: { goal: 'none', touchedAt: at },
        remove: ['token'],
        where: [...waiting, { path: 'token', equals: token }],
      });
    },
    async touchInFlightRun(run, at) {
      await changeKnown(run, { set: { touchedAt: at } });
    },
    async orphanInFlightRun(run, reason, at) {
      return asInFlightRun(
        await changeKnown(run, {
          set: { goal: 'deleted' },
          setOnce: { orphanedBy: reason, orphanedAt: at },
          remove: ['token'],
        }),
      );
    },
    async adoptOrphan({ goal: _goal, token: _token, taskArn, taskIdentifier, ...ifAbsent }) {
      await table.update(inFlightRunKey(ifAbsent.run), {
        set: { goal: 'deleted', taskArn, taskIdentifier },
        setOnce: ifAbsent,
        remove: ['token'],
      });
    },
    async inFlightRunMisses(run, missed) {
      const change =
        missed === undefined
          ? { remove: ['missingSince', 'missedAt'] }
          : { set: { missingSince: missed.since, missedAt: missed.at } };
      await changeKnown(run, change);
    },
    async inFlightRunPausesReading(run, readingPausedAt) {
      await changeKnown(
        run,
        readingPausedAt === undefined ? { remove: ['readingPausedAt'] } : { set: { readingPausedAt } },
      );
    },
    async inFlightRunDeletes(run, at) {
      await changeKnown(run, { setOnce: { deletingSince: at } });
    },
    async closeInFlightRun({ run, taskArn }) {
      const key = inFlightRunKey(run);
      if (await table.deleteWhere(key, 'taskArn', taskArn)) return true;
      // Without an item, the condition fails: the SDK has repeated a request whose response was lost, or another poll was faster.
      return (await table.get(key)) === undefined;
    },
    async takeLease(jobKey, wanted, replacing) {
      if (await table.putNew(leaseKey(jobKey), wanted)) return wanted;
      if (replacing !== undefined)
        await table.update(leaseKey(jobKey), {
          set: { ...wanted },
          where: [{ path: 'run', equals: replacing }],
        });
      return (await lease(jobKey)) ?? wanted;
    },
    lease,
    async releaseLease(jobKey, run) {
      await table.deleteWhere(leaseKey(jobKey), 'run', run);
    },
  };
}

function asInFlightRun(item: unknown): InFlightRun | undefined {
  return item === undefined ? undefined : InFlightRun.parse(item);
}
