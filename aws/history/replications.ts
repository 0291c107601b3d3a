import type { Log } from '../../core/monitoring/log';
import { RunError } from '../../core/runs/record/run-error';
import { type AlertKind, Replication } from '../../core/runs/replication/replication';
import { replicationKey, replicationPartition } from '../../core/runs/replication/replication-keys';
import type { ReplicationNotice } from '../../core/runs/replication/replication-notice';
import type { MonitoredTables } from '../../core/runs/replication/tables/monitored-tables';
import { logUnreadable, type ReportUnreadable, readable } from './items/readable-items';
import type { HistoryTable, Item } from './table';
import type { Change } from './update-expression';

/** CDC jobs: the desired state of each, and what was last seen of its task. Each write is safe to repeat. */
export interface Replications {
  /** All of them, read consistently. One that cannot be read is reported, and left out. */
  replications(report?: ReportUnreadable): Promise<readonly Replication[]>;
  replication(jobKey: string): Promise<Replication | undefined>;
  /**
   * Records that the task should run as the plan of a run says. Keeps what was last seen of the task, and its alerts, which a
   * later poll clears. Forgets the attempts to resume it, and the deployed change.
   * @throws RunError `Throttled` when somebody has changed the desired state since `read`
   */
  recordDesiredReplication(desired: DesiredReplication, known?: KnownReplication): Promise<Replication>;
  replicationHasTask(jobKey: string, taskArn: string, formerTasks: readonly string[]): Promise<void>;
  /** Undefined when the job has no CDC task. */
  changeDesiredState(jobKey: string, desired: DesiredState): Promise<Replication | undefined>;
  recordSeen(jobKey: string, seen: SeenParts): Promise<void>;
  /** Counts an attempt; false when another poll has counted it first. */
  countResume(jobKey: string, resumes: Resumes, before: number): Promise<boolean>;
  forgetResumes(jobKey: string): Promise<void>;
  /** Records that a hold stops the task. Attempts to resume it are forgotten, because it ran. */
  recordHeldTask(jobKey: string, held: NonNullable<Replication['held']>): Promise<void>;
  /** Records that the task runs again, or is not to be resumed. */
  forgetHeldTask(jobKey: string): Promise<void>;
  /** Records the deployed change that a run is started for; false when the item is not in the state that was read. */
  recordDeployedChange(
    jobKey: string,
    change: NonNullable<Replication['change']>,
    read: Pick<Replication, 'run' | 'desired'>,
  ): Promise<boolean>;
  /** Records a modification that DMS accepted, before its tag. Undefined: there is none. */
  recordModified(jobKey: string, modified: Replication['modified']): Promise<void>;
  /** Records that a run begins to modify the task. */
  recordModifying(jobKey: string, taskArn: string): Promise<void>;
  /** Records that a run replaces the task. Undefined: the task stays. */
  recordReplacement(jobKey: string, replacement: Replication['replacement']): Promise<void>;
  /** Records that the new task was started, or that a person decides where it starts. The deployed change is applied. */
  endReplacement(jobKey: string): Promise<void>;
  /** Records that a poll deletes the task, or why DMS refused it. */
  recordDeletion(jobKey: string, deletion: NonNullable<Replication['deletion']>): Promise<void>;
  /** Records an alert with the notice about it, in one write. False when it is raised already. */
  raiseAlert(jobKey: string, kind: AlertKind, notice: ReplicationNotice): Promise<boolean>;
  /** The same for its end. False when it is not raised. */
  clearAlert(jobKey: string, kind: AlertKind, notice: ReplicationNotice): Promise<boolean>;
  /** Records a new state of the task with a notice about it, in one write. False when another poll has recorded it since `read`. */
  recordNewState(
    jobKey: string,
    seen: NonNullable<Replication['seen']>,
    notice: ReplicationNotice,
    read: Pick<Replication, 'seen'>,
  ): Promise<boolean>;
  /** Adds a notice about a CDC job. Does nothing for a job without a task. */
  addNotice(jobKey: string, notice: ReplicationNotice): Promise<void>;
  /**
   * Records what happened to tables, with the notices about it, in one write. False when another poll has recorded it since
   * `read`.
   */
  recordTableChanges(
    jobKey: string,
    tables: MonitoredTables,
    notices: readonly ReplicationNotice[],
    read: Pick<Replication, 'tables'>,
  ): Promise<boolean>;
  /** Removes the notices of the item that was read. Does nothing when another one was added since. */
  forgetNotices(jobKey: string, read: Pick<Replication, 'noticeCount'>): Promise<void>;
  forgetReplication(jobKey: string): Promise<void>;
}

export type DesiredReplication = Pick<
  Replication,
  | 'forJob'
  | 'mode'
  | 'desiredBy'
  | 'desiredAt'
  | 'taskIdentifier'
  | 'planHash'
  | 'taskDefinitionHash'
  | 'plan'
  | 'endpoints'
  | 'source'
  | 'maxLatencySeconds'
  | 'resumeLimit'
  | 'run'
>;
/** State of a job that the new desired state has to respect. */
export interface KnownReplication {
  /** Time of the desired state that was read. */
  readonly read?: Pick<Replication, 'desiredAt'> | undefined;
  /** True until a replacement of the task is over: the deployed change is kept. */
  readonly keepsChange: boolean;
  /** True if a person has stopped the job since the run began. */
  readonly keepsStop: boolean;
}
export type DesiredState = Pick<Replication, 'desired' | 'desiredBy' | 'desiredAt'>;
export type SeenParts = Pick<
  Replication,
  | 'seen'
  | 'source'
  | 'latency'
  | 'rowsPerMinute'
  | 'operationsPerMinute'
  | 'lastChangeAt'
  | 'slot'
  | 'loadsShown'
>;
type Resumes = NonNullable<Replication['resumes']>;

export function replicationStore(table: HistoryTable, log: Log): Replications {
  const exists = [{ path: 'pk', exists: true }];
  const hasAlerts = [{ path: 'alerts', exists: true }];
  const changeKnown = (jobKey: string, change: Change): Promise<Item | undefined> =>
    table.update(replicationKey(jobKey), { ...change, where: exists });
  const changed = async (jobKey: string, change: Change): Promise<boolean> =>
    (await table.update(replicationKey(jobKey), { ...change, withoutItem: true })) !== undefined;
  return {
    async replications(report = logUnreadable(log)) {
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': replicationPartition },
        ConsistentRead: true,
      };
      return readable(table.query(query), replicationOf, report);
    },
    async replication(jobKey) {
      const item = await table.get(replicationKey(jobKey));
      return item === undefined ? undefined : replicationOf(item);
    },
    async recordDesiredReplication(
      { taskDefinitionHash, ...wanted },
      { read, keepsChange, keepsStop } = unknown,
    ) {
      const { desiredBy, desiredAt, ...ofRun } = wanted;
      // `alerts` is a map of its own, so that one alert is set without a change to the others.
      const change = {
        set: {
          ...ofRun,
          [storedHash]: taskDefinitionHash,
          ...(keepsStop ? {} : { desired: 'running', desiredBy, desiredAt }),
        },
        where: read === undefined ? [] : [{ path: 'desiredAt', equals: read.desiredAt }],
        setOnce: { alerts: {} },
        remove: ['resumes', 'modifying', 'deletion', ...(keepsChange ? [] : ['change'])],
      };
      const updated = await table.update(replicationKey(wanted.forJob), change);
      if (updated === undefined)
        throw new RunError('Throttled', `the desired state of ${wanted.forJob} has just changed`);
      return replicationOf(updated);
    },
    async replicationHasTask(jobKey, taskArn, formerTasks) {
      const former = formerTasks.length === 0 ? undefined : [...formerTasks];
      await changeKnown(jobKey, { set: { taskArn, formerTasks: former } });
    },
    async changeDesiredState(jobKey, desired) {
      const updated = await changeKnown(jobKey, { set: { ...desired } });
      return updated === undefined ? undefined : replicationOf(updated);
    },
    async recordSeen(jobKey, seen) {
      if (Object.values(seen).every((part) => part === undefined)) return;
      await changeKnown(jobKey, { set: { ...seen } });
    },
    async countResume(jobKey, resumes, before) {
      const where =
        before === 0
          ? [...exists, { path: 'resumes', exists: false }]
          : [{ path: 'resumes.count', equals: before }];
      return (await table.update(replicationKey(jobKey), { set: { resumes }, where })) !== undefined;
    },
    async forgetResumes(jobKey) {
      await changeKnown(jobKey, { remove: ['resumes'] });
    },
    async recordHeldTask(jobKey, held) {
      await changeKnown(jobKey, { set: { held }, remove: ['resumes'] });
    },
    async forgetHeldTask(jobKey) {
      await changeKnown(jobKey, { remove: ['held'] });
    },
    async recordDeployedChange(jobKey, change, { run, desired }) {
      const where = [
        { path: 'run', equals: run },
        { path: 'desired', equals: desired },
      ];
      return (await table.update(replicationKey(jobKey), { set: { change }, where })) !== undefined;
    },
    async recordModified(jobKey, modified) {
      const change = modified === undefined ? { remove: ['modified'] } : { set: { modified } };
      await changeKnown(jobKey, change);
    },
    async recordModifying(jobKey, modifying) {
      await changeKnown(jobKey, { set: { modifying } });
    },
    async recordReplacement(jobKey, replacement) {
      const change = replacement === undefined ? { remove: ['replacement'] } : { set: { replacement } };
      await changeKnown(jobKey, change);
    },
    async endReplacement(jobKey) {
      await changeKnown(jobKey, { remove: ['replacement', 'change'] });
    },
    async recordDeletion(jobKey, deletion) {
      await changeKnown(jobKey, { set: { deletion } });
    },
    async raiseAlert(jobKey, kind, notice) {
      const path = `alerts.${kind}`;
      return await changed(jobKey, {
        set: { [path]: notice.at },
        ...noting(notice),
        where: [...hasAlerts, { path, exists: false }],
      });
    },
    async clearAlert(jobKey, kind, notice) {
      const path = `alerts.${kind}`;
      const where = [{ path, exists: true }];
      return await changed(jobKey, { remove: [path], ...noting(notice), where });
    },
    async recordNewState(jobKey, seen, notice, read) {
      const unchanged =
        read.seen === undefined
          ? [{ path: 'seen', exists: false }]
          : [
              { path: 'seen.status', equals: read.seen.status },
              { path: 'seen.at', equals: read.seen.at },
            ];
      const where = [...exists, ...unchanged];
      return await changed(jobKey, { set: { seen }, ...noting(notice), where });
    },
    async addNotice(jobKey, notice) {
      await changed(jobKey, { ...noting(notice), where: exists });
    },
    async recordTableChanges(jobKey, tables, notices, { tables: before }) {
      const where =
        before === undefined
          ? [...exists, { path: 'tables', exists: false }]
          : [{ path: 'tables.digest', equals: before.digest }];
      return await changed(jobKey, {
        set: { tables },
        ...noting(...notices),
        where,
      });
    },
    async forgetNotices(jobKey, { noticeCount: equals }) {
      const path = 'noticeCount';
      const unchanged = equals === undefined ? { path, exists: false } : { path, equals };
      await changed(jobKey, { remove: ['notices'], where: [...exists, unchanged] });
    },
    forgetReplication: (jobKey) => table.delete(replicationKey(jobKey)),
  };
}

/** Adds notices, with their number: a condition on it is simpler than one on the list. */
function noting(...notices: readonly ReplicationNotice[]): Pick<Change, 'append' | 'add'> {
  return notices.length === 0 ? {} : { append: { notices }, add: { noticeCount: notices.length } };
}

const unknown: KnownReplication = { keepsChange: false, keepsStop: false };

/** Attribute that keeps `taskDefinitionHash`, by its name in the items that are stored already. */
const storedHash = 'orderHash';

function replicationOf({ [storedHash]: taskDefinitionHash, ...item }: Item): Replication {
  return Replication.parse({ ...item, taskDefinitionHash });
}
