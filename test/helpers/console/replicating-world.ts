import type { LagPoint } from '../../../aws/cloudwatch/lag-history';
import type { ConsolePorts, TaskDms } from '../../../console/server/ports';
import type { Replication } from '../../../core/runs/replication/replication';
import type { SeriesPoint } from '../../../core/runs/replication/series';
import type { Task } from '../../../core/runs/task/task';
import { replication } from '../simulation/observed';
import { ConsoleWorld } from './console-world';

const hour = 3_600_000;
const minute = 60_000;

/** The night of `ConsoleWorld` with CDC jobs: one in time, one late with a suspended table, one stopped, one down. */
export class ReplicatingWorld extends ConsoleWorld {
  readonly live = 'sales/orders-live';
  readonly late = 'sales/stock-live';
  readonly stopped = 'hr/absences-live';
  readonly down = 'hr/badges-live';
  /** Requests to DMS, in order. */
  readonly requests: string[] = [];
  /** Tasks as DMS has them now. */
  readonly tasks = new Map<string, Task>();

  constructor(kind?: 'hostile' | 'plain') {
    super(['sales/orders-live', 'sales/stock-live', 'hr/absences-live', 'hr/badges-live'], kind);
  }

  protected override portsWith(ports: ConsolePorts): ConsolePorts {
    const taskDms: TaskDms = {
      describeTasks: async (arns) => arns.flatMap((arn) => this.tasks.get(arn) ?? []),
      stopTask: async (arn) => this.#request('stop', arn, 'stopping'),
      deleteTask: async (arn) => {
        this.#request('delete', arn, 'deleting');
        return true;
      },
      tableStatistics: async () =>
        ['orders', 'items', this.texts.table].map((table) => ({
          schema: 'sales',
          table,
          state: 'Table completed',
          rows: 7,
          errorRows: 0,
        })),
      reloadTables: async (arn, tables) => {
        this.requests.push(`reload ${arn} ${tables.map(({ table }) => table).join(' ')}`);
      },
    };
    return { ...ports, dms: taskDms, lagHistory: { lags: async (_, query) => this.lags(query) } };
  }

  #request(action: string, arn: string, status: string): void {
    this.requests.push(`${action} ${arn}`);
    const task = this.tasks.get(arn);
    if (task !== undefined) this.tasks.set(arn, { ...task, status });
  }

  /** Lag in CloudWatch: quiet, with an hour of trouble and a gap. Replaced by tests. */
  lags = async ({
    from,
    until,
    periodSeconds,
  }: {
    readonly from: Date;
    readonly until: Date;
    readonly periodSeconds: number;
  }): Promise<readonly LagPoint[]> => {
    const points: LagPoint[] = [];
    for (let at = from.getTime(); at < until.getTime(); at += periodSeconds * 1000) {
      const hoursAgo = (until.getTime() - at) / hour;
      if (hoursAgo > 15 && hoursAgo < 16.5) continue;
      const sourceSeconds = hoursAgo > 5 && hoursAgo < 6 ? 700 : Math.round(4 + 3 * Math.sin(at / hour));
      points.push({ at: new Date(at).toISOString(), sourceSeconds, targetSeconds: sourceSeconds * 2 });
    }
    return points;
  };

  override async fill(): Promise<this> {
    await super.fill();
    await this.#replicate(this.live, 'running', {});
    await this.#replicate(this.late, 'running', {
      latency: { sourceSeconds: 20, targetSeconds: 1900, at: this.#ago(1) },
      alerts: { latency: this.#ago(40) },
      tables: {
        taskArn: arnOf(this.late),
        planHash: 'h',
        digest: 'd',
        listed: 3,
        faulty: [
          {
            schema: 'sales',
            table: this.texts.table,
            fault: 'failed',
            state: 'Table error',
            since: this.#ago(50),
            reported: true,
          },
        ],
        more: 0,
      },
    });
    await this.#replicate(this.stopped, 'stopped', { desired: 'stopped', desiredBy: 'grace@laptop' });
    await this.#replicate(this.down, 'failed', { alerts: { down: this.#ago(90) } });
    return this;
  }

  async #replicate(job: string, status: string, change: Partial<Replication>): Promise<void> {
    const { history } = this.environment;
    const taskArn = arnOf(job);
    const latency = { sourceSeconds: 2, targetSeconds: 5, at: this.#ago(1) };
    const record = replication({
      forJob: job,
      mode: 'full-load-and-cdc',
      taskArn,
      desiredBy: 'schedule',
      desiredAt: this.#ago(3000),
      source: { engine: 'postgres', secretName: 's', databaseName: 'sales', sslMode: 'require' },
      latency,
      ...change,
    });
    const { desired, taskArn: _, tables, alerts, ...wanted } = record;
    await history.recordDesiredReplication(wanted);
    await history.replicationHasTask(job, taskArn, []);
    const message = status === 'failed' ? `lost the connection: ${this.texts.message}` : undefined;
    await history.recordSeen(job, {
      seen: {
        status,
        at: this.#ago(0),
        since: this.#ago(100),
        ...(message === undefined ? {} : { message }),
      },
      latency: record.latency,
      rowsPerMinute: 36,
      operationsPerMinute: [21, 12, 3],
      lastChangeAt: this.#ago(1),
      slot: {
        name: 'ajcfmi7vomrvmdhqkw_00016402',
        active: status === 'running',
        lagBytes: 48_000_000,
        at: this.#ago(12),
      },
    });
    if (desired === 'stopped')
      await history.changeDesiredState(job, {
        desired,
        desiredBy: record.desiredBy,
        desiredAt: this.#ago(100),
      });
    for (const kind of ['down', 'latency'] as const)
      if (alerts?.[kind] !== undefined)
        await history.raiseAlert(job, kind, {
          kind: kind === 'down' ? 'down' : 'late',
          state: 'raised',
          at: alerts[kind],
          detail: 'raised',
        });
    if (tables !== undefined) await history.recordTableChanges(job, tables, [], {});
    await history.keepListedTables(
      job,
      ['orders', 'items', this.texts.table].map((table) => ({ schema: 'sales', table, ddls: 0 })),
    );
    await history.keepCheckpoint(job, {
      checkpoint: 'checkpoint:V1#1#000004AF/B00000D0#0#0#*#0#0',
      seenAt: this.#ago(3),
      seenIn: 'sweep',
      taskArn,
      status,
    });
    const points = Array.from({ length: 120 }, (_, index) => this.#pointOf(119 - index));
    await history.recordSeries(job, { points, updatedAt: this.#ago(0) }, undefined);
    await history.recordEvent(job, { at: this.#ago(3000), kind: 'task-created', detail: 'by a run' }, 90);
    await history.recordEvent(job, { at: this.#ago(2990), kind: 'load-complete', detail: '3 tables' }, 90);
    await history.recordEvent(
      job,
      { at: this.#ago(50), kind: 'tables-failed', detail: this.texts.message },
      90,
    );
    this.tasks.set(taskArn, { arn: taskArn, identifier: job, status });
  }

  #pointOf(minutesAgo: number): SeriesPoint {
    const inserts = Math.round(20 + 15 * Math.sin(minutesAgo / 9));
    const updates = Math.round(12 + 6 * Math.cos(minutesAgo / 5));
    const deletes = minutesAgo % 11 === 0 ? 9 : 2;
    return {
      at: this.#ago(minutesAgo),
      sourceSeconds: 2,
      targetSeconds: 5,
      rows: inserts + updates + deletes,
      operations: [inserts, updates, deletes],
    };
  }

  #ago(minutes: number): string {
    return new Date(this.now.getTime() - minutes * minute).toISOString();
  }
}

export function arnOf(job: string): string {
  return `arn:aws:dms:eu-west-1:000000000000:task:${job.replace('/', '-').toUpperCase()}`;
}
