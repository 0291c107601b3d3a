import type { Failure } from '../../core/runs/record/failure';
import { inFlightPartition, inFlightRunKey, leaseKey } from '../../core/runs/record/history-keys';
import { InFlightRun, Lease } from '../../core/runs/record/in-flight-run';
import type { Goal } from '../../core/runs/task/goal';
import type { StartMark } from '../../core/runs/task/task';
import type { HistoryTable } from './table';

/** Runs in flight and the jobs' leases. Each write may be repeated, and none brings a closed in-flight run back but `openFlight` and `adoptOrphan`. */
export interface InFlightRuns {
  openInFlightRun(inFlightRun: InFlightRun): Promise<void>;
  inFlightRun(run: string): Promise<InFlightRun | undefined>;
  /** All of them, read consistently. */
  inFlightRuns(): Promise<readonly InFlightRun[]>;
  /** The in-flight run with its token stored; undefined when it is closed or orphaned, so that nobody may wait for it. */
  awaitGoal(run: string, wait: Wait): Promise<InFlightRun | undefined>;
  /** False when the in-flight run is closed or orphaned: whoever made the task has to see to it. */
  inFlightRunHasTask(
    run: string,
    task: { readonly identifier: string; readonly arn?: string },
  ): Promise<boolean>;
  /** From now on nothing deletes the in-flight run's task. Before there can be one. */
  inFlightRunLivesOn(run: string, mode: NonNullable<InFlightRun['livesOn']>): Promise<void>;
  inFlightRunStarts(run: string, start: StartMark, deadline: string, expectedTables: number): Promise<void>;
  /** Forgets the token, unless another took its place meanwhile. */
  dropToken(run: string, token: string, at: string): Promise<void>;
  touchInFlightRun(run: string, at: string): Promise<void>;
  /** From now on the poll deletes its task and closes its run. The first reason stands. */
  orphanInFlightRun(run: string, reason: Failure): Promise<InFlightRun | undefined>;
  /** Hands the poll a task that was made after its run's in-flight run was orphaned or closed. */
  adoptOrphan(orphan: InFlightRun & Required<Pick<InFlightRun, 'taskArn' | 'orphanedBy'>>): Promise<void>;
  /** DMS answered without the task since then; undefined: it answers with it again. */
  inFlightRunMisses(run: string, since: string | undefined): Promise<void>;
  inFlightRunDeletes(run: string, at: string): Promise<void>;
  /** Whether it was closed: not when a task was written down since the in-flight run was read. */
  closeInFlightRun(inFlightRun: Pick<InFlightRun, 'run' | 'taskArn'>): Promise<boolean>;
  /** The lease that stands: this one if it was free or `replacing` held it. */
  takeLease(jobKey: string, lease: Lease, replacing?: string): Promise<Lease>;
  lease(jobKey: string): Promise<Lease | undefined>;
  releaseLease(jobKey: string, run: string): Promise<void>;
}

export interface Wait {
  readonly goal: Goal;
  readonly token: string;
  readonly at: string;
}

export function inFlightRunStore(table: HistoryTable): InFlightRuns {
  const alive = [{ path: 'pk', exists: true }];
  const waiting = [...alive, { path: 'orphanedBy', exists: false }];
  const lease = async (jobKey: string): Promise<Lease | undefined> => {
    const item = await table.get(leaseKey(jobKey));
    return item === undefined ? undefined : Lease.parse(item);
  };
  return {
    async openInFlightRun(inFlightRun) {
      await table.putNew(inFlightRunKey(inFlightRun.run), inFlightRun);
    },
    async inFlightRun(run) {
      return asInFlightRun(await table.get(inFlightRunKey(run)));
    },
    async inFlightRuns() {
      const inFlightRuns: InFlightRun[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': inFlightPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) inFlightRuns.push(InFlightRun.parse(item));
      return inFlightRuns;
    },
    async awaitGoal(run, { goal, token, at }) {
      return asInFlightRun(
        await table.update(inFlightRunKey(run), { set: { goal, token, touchedAt: at }, where: waiting }),
      );
    },
    async inFlightRunHasTask(run, { identifier, arn }) {
      const set = { taskIdentifier: identifier, taskArn: arn };
      return (await table.update(inFlightRunKey(run), { set, where: waiting })) !== undefined;
    },
    async inFlightRunLivesOn(run, livesOn) {
      await table.update(inFlightRunKey(run), { set: { livesOn }, where: alive });
    },
    async inFlightRunStarts(run, start, deadline, expectedTables) {
      await table.update(inFlightRunKey(run), {
        setOnce: { start, deadline, expectedTables },
        where: waiting,
      });
    },
    async dropToken(run, token, at) {
      await table.update(inFlightRunKey(run), {
        set: { goal: 'none', touchedAt: at },
        remove: ['token'],
        where: [...waiting, { path: 'token', equals: token }],
      });
    },
    async touchInFlightRun(run, at) {
      await table.update(inFlightRunKey(run), { set: { touchedAt: at }, where: alive });
    },
    async orphanInFlightRun(run, reason) {
      return asInFlightRun(
        await table.update(inFlightRunKey(run), {
          set: { goal: 'deleted' },
          setOnce: { orphanedBy: reason },
          remove: ['token'],
          where: alive,
        }),
      );
    },
    async adoptOrphan({ goal: _goal, token: _token, taskArn, taskIdentifier, ...unlessThere }) {
      await table.update(inFlightRunKey(unlessThere.run), {
        set: { goal: 'deleted', taskArn, taskIdentifier },
        setOnce: unlessThere,
        remove: ['token'],
      });
    },
    async inFlightRunMisses(run, since) {
      const change =
        since === undefined ? { remove: ['missingSince'] } : { setOnce: { missingSince: since } };
      await table.update(inFlightRunKey(run), { ...change, where: alive });
    },
    async inFlightRunDeletes(run, at) {
      await table.update(inFlightRunKey(run), { setOnce: { deletingSince: at }, where: alive });
    },
    closeInFlightRun: ({ run, taskArn }) => table.deleteWhere(inFlightRunKey(run), 'taskArn', taskArn),
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
