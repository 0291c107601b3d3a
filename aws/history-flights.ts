import { Flight, Lease } from '../core/runs/flight';
import { flightKey, flightPartition, leaseKey } from '../core/runs/history-keys';
import type { Failure } from '../core/runs/run-record';
import type { StartMark } from '../core/runs/task';
import type { Goal } from '../core/runs/task-step';
import type { HistoryTable } from './history-table';

/** Runs in flight and the jobs' leases. Each write may be repeated, and none brings a closed flight back but `openFlight` and `adoptOrphan`. */
export interface Flights {
  openFlight(flight: Flight): Promise<void>;
  flight(run: string): Promise<Flight | undefined>;
  /** All of them, read consistently. */
  flights(): Promise<readonly Flight[]>;
  /** The flight with its token stored; undefined when it is closed or orphaned, so that nobody may wait for it. */
  awaitGoal(run: string, wait: Wait): Promise<Flight | undefined>;
  /** False when the flight is closed or orphaned: whoever made the task has to see to it. */
  flightHasTask(run: string, task: { readonly identifier: string; readonly arn?: string }): Promise<boolean>;
  /** From now on nothing deletes the flight's task. Before there can be one. */
  flightLivesOn(run: string, mode: NonNullable<Flight['livesOn']>): Promise<void>;
  flightStarts(run: string, start: StartMark, deadline: string, expectedTables: number): Promise<void>;
  /** Forgets the token, unless another took its place meanwhile. */
  dropToken(run: string, token: string, at: string): Promise<void>;
  touchFlight(run: string, at: string): Promise<void>;
  /** From now on the sweep deletes its task and closes its run. The first reason stands. */
  orphanFlight(run: string, reason: Failure): Promise<Flight | undefined>;
  /** Hands the sweep a task that was made after its run's flight was orphaned or closed. */
  adoptOrphan(orphan: Flight & Required<Pick<Flight, 'taskArn' | 'orphanedBy'>>): Promise<void>;
  /** DMS answered without the task since then; undefined: it answers with it again. */
  flightMisses(run: string, since: string | undefined): Promise<void>;
  flightDeletes(run: string, at: string): Promise<void>;
  /** Whether it was closed: not when a task was written down since the flight was read. */
  closeFlight(flight: Pick<Flight, 'run' | 'taskArn'>): Promise<boolean>;
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

export function flightStore(table: HistoryTable): Flights {
  const alive = [{ path: 'pk', exists: true }];
  const waiting = [...alive, { path: 'orphanedBy', exists: false }];
  const lease = async (jobKey: string): Promise<Lease | undefined> => {
    const item = await table.get(leaseKey(jobKey));
    return item === undefined ? undefined : Lease.parse(item);
  };
  return {
    async openFlight(flight) {
      await table.putNew(flightKey(flight.run), flight);
    },
    async flight(run) {
      return asFlight(await table.get(flightKey(run)));
    },
    async flights() {
      const flights: Flight[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': flightPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) flights.push(Flight.parse(item));
      return flights;
    },
    async awaitGoal(run, { goal, token, at }) {
      return asFlight(
        await table.update(flightKey(run), { set: { goal, token, touchedAt: at }, where: waiting }),
      );
    },
    async flightHasTask(run, { identifier, arn }) {
      const set = { taskIdentifier: identifier, taskArn: arn };
      return (await table.update(flightKey(run), { set, where: waiting })) !== undefined;
    },
    async flightLivesOn(run, livesOn) {
      await table.update(flightKey(run), { set: { livesOn }, where: alive });
    },
    async flightStarts(run, start, deadline, expectedTables) {
      await table.update(flightKey(run), { setOnce: { start, deadline, expectedTables }, where: waiting });
    },
    async dropToken(run, token, at) {
      await table.update(flightKey(run), {
        set: { goal: 'none', touchedAt: at },
        remove: ['token'],
        where: [...waiting, { path: 'token', equals: token }],
      });
    },
    async touchFlight(run, at) {
      await table.update(flightKey(run), { set: { touchedAt: at }, where: alive });
    },
    async orphanFlight(run, reason) {
      return asFlight(
        await table.update(flightKey(run), {
          set: { goal: 'deleted' },
          setOnce: { orphanedBy: reason },
          remove: ['token'],
          where: alive,
        }),
      );
    },
    async adoptOrphan({ goal: _goal, token: _token, taskArn, taskIdentifier, ...unlessThere }) {
      await table.update(flightKey(unlessThere.run), {
        set: { goal: 'deleted', taskArn, taskIdentifier },
        setOnce: unlessThere,
        remove: ['token'],
      });
    },
    async flightMisses(run, since) {
      const change =
        since === undefined ? { remove: ['missingSince'] } : { setOnce: { missingSince: since } };
      await table.update(flightKey(run), { ...change, where: alive });
    },
    async flightDeletes(run, at) {
      await table.update(flightKey(run), { setOnce: { deletingSince: at }, where: alive });
    },
    closeFlight: ({ run, taskArn }) => table.deleteWhere(flightKey(run), 'taskArn', taskArn),
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

function asFlight(item: unknown): Flight | undefined {
  return item === undefined ? undefined : Flight.parse(item);
}
