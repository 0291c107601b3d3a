import { jobPartition } from '../../core/runs/record/history-keys';
import {
  type AlertKind,
  Checkpoint,
  JobEvent,
  Replication,
  Series,
} from '../../core/runs/replication/replication';
import {
  checkpointKey,
  eventKey,
  eventPrefix,
  replicationKey,
  replicationPartition,
  seriesKey,
} from '../../core/runs/replication/replication-keys';
import type { HistoryTable } from './table';

/** CDC jobs: their standing orders, checkpoints, series and events. Every write may be repeated. */
export interface Replications {
  /** All of them, read consistently. */
  replications(): Promise<readonly Replication[]>;
  replication(jobKey: string): Promise<Replication | undefined>;
  /**
   * The order of a run: the task shall run, as this plan says. Keeps what was seen of the task before, and its alerts, which the
   * poll takes back where they were told; forgets its attempts.
   */
  orderReplication(order: ReplicationOrder): Promise<Replication>;
  replicationHasTask(jobKey: string, taskArn: string, formerTasks: readonly string[]): Promise<void>;
  /** Undefined when the job has no CDC task to want anything of. */
  wantReplication(jobKey: string, wanted: Wanted): Promise<Replication | undefined>;
  recordSeen(jobKey: string, seen: SeenParts): Promise<void>;
  /** Counts an attempt; false when another poll was faster. */
  countResume(jobKey: string, resumes: Resumes, before: number): Promise<boolean>;
  forgetResumes(jobKey: string): Promise<void>;
  /** Writes down which deployed change a run is started for; false when the order is no longer the one that was read. */
  recordChange(
    jobKey: string,
    change: NonNullable<Replication['change']>,
    read: Pick<Replication, 'run' | 'desired'>,
  ): Promise<boolean>;
  raiseAlert(jobKey: string, kind: AlertKind, since: string): Promise<void>;
  clearAlert(jobKey: string, kind: AlertKind): Promise<void>;
  forgetReplication(jobKey: string): Promise<void>;

  checkpoint(jobKey: string): Promise<Checkpoint | undefined>;
  keepCheckpoint(jobKey: string, checkpoint: Checkpoint): Promise<void>;

  series(jobKey: string): Promise<Series | undefined>;
  /** Does nothing when another poll wrote meanwhile. */
  recordSeries(jobKey: string, series: Series, before: Series | undefined): Promise<void>;

  recordEvent(jobKey: string, event: JobEvent, retentionDays: number): Promise<void>;
  /** Newest first. */
  events(jobKey: string, limit: number): Promise<readonly JobEvent[]>;
}

export type ReplicationOrder = Pick<
  Replication,
  | 'forJob'
  | 'mode'
  | 'desiredBy'
  | 'desiredAt'
  | 'taskIdentifier'
  | 'planHash'
  | 'orderHash'
  | 'plan'
  | 'endpoints'
  | 'source'
  | 'maxLatencySeconds'
  | 'resumeLimit'
  | 'run'
>;
export type Wanted = Pick<Replication, 'desired' | 'desiredBy' | 'desiredAt'>;
export type SeenParts = Pick<Replication, 'seen' | 'latency' | 'lastChangeAt' | 'slot'>;
type Resumes = NonNullable<Replication['resumes']>;

export function replicationStore(table: HistoryTable): Replications {
  const there = [{ path: 'pk', exists: true }];
  const asReplication = (item: unknown): Replication | undefined =>
    item === undefined ? undefined : Replication.parse(item);
  return {
    async replications() {
      const found: Replication[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': replicationPartition },
        ConsistentRead: true,
      };
      for await (const item of table.query(query)) found.push(Replication.parse(item));
      return found;
    },
    replication: async (jobKey) => asReplication(await table.get(replicationKey(jobKey))),
    async orderReplication(order) {
      const set = { ...order, desired: 'running' };
      // `alerts` is a map of its own, so that one alert is set without touching the others.
      const change = { set, setOnce: { alerts: {} }, remove: ['resumes', 'change'] };
      return Replication.parse(await table.update(replicationKey(order.forJob), change));
    },
    async replicationHasTask(jobKey, taskArn, formerTasks) {
      const former = formerTasks.length === 0 ? undefined : [...formerTasks];
      await table.update(replicationKey(jobKey), { set: { taskArn, formerTasks: former }, where: there });
    },
    async wantReplication(jobKey, wanted) {
      return asReplication(await table.update(replicationKey(jobKey), { set: { ...wanted }, where: there }));
    },
    async recordSeen(jobKey, seen) {
      if (Object.values(seen).every((part) => part === undefined)) return;
      await table.update(replicationKey(jobKey), { set: { ...seen }, where: there });
    },
    async countResume(jobKey, resumes, before) {
      const where =
        before === 0
          ? [...there, { path: 'resumes', exists: false }]
          : [{ path: 'resumes.count', equals: before }];
      return (await table.update(replicationKey(jobKey), { set: { resumes }, where })) !== undefined;
    },
    async forgetResumes(jobKey) {
      await table.update(replicationKey(jobKey), { remove: ['resumes'], where: there });
    },
    async recordChange(jobKey, change, { run, desired }) {
      const where = [
        { path: 'run', equals: run },
        { path: 'desired', equals: desired },
      ];
      return (await table.update(replicationKey(jobKey), { set: { change }, where })) !== undefined;
    },
    async raiseAlert(jobKey, kind, since) {
      await table.update(replicationKey(jobKey), {
        set: { [`alerts.${kind}`]: since },
        where: [{ path: 'alerts', exists: true }],
      });
    },
    async clearAlert(jobKey, kind) {
      await table.update(replicationKey(jobKey), {
        remove: [`alerts.${kind}`],
        where: [{ path: 'alerts', exists: true }],
      });
    },
    forgetReplication: (jobKey) => table.delete(replicationKey(jobKey)),

    async checkpoint(jobKey) {
      const item = await table.get(checkpointKey(jobKey));
      return item === undefined ? undefined : Checkpoint.parse(item);
    },
    async keepCheckpoint(jobKey, checkpoint) {
      await table.update(checkpointKey(jobKey), { set: { ...checkpoint } });
    },

    async series(jobKey) {
      const item = await table.get(seriesKey(jobKey));
      return item === undefined ? undefined : Series.parse(item);
    },
    async recordSeries(jobKey, series, before) {
      const where =
        before === undefined
          ? [{ path: 'pk', exists: false }]
          : [{ path: 'updatedAt', equals: before.updatedAt }];
      await table.update(seriesKey(jobKey), { set: { ...series }, where });
    },

    async recordEvent(jobKey, event, retentionDays) {
      const expiresAt = Math.floor(Date.parse(event.at) / 1000) + retentionDays * 86_400;
      await table.putNew(eventKey(jobKey, event), { ...event, expiresAt });
    },
    async events(jobKey, limit) {
      const found: JobEvent[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': jobPartition(jobKey), ':sk': eventPrefix },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: Math.min(Math.max(limit, 1), 500),
      };
      for await (const item of table.query(query)) {
        if (found.length >= limit) break;
        found.push(JobEvent.parse(item));
      }
      return found;
    },
  };
}
