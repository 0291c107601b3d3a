/** Detail types of Lakeferry's events on EventBridge, in the form that AWS services use. */
export const detailTypes = {
  runEnded: 'Lakeferry Run Ended',
  replicationChanged: 'Lakeferry Replication Changed',
  jobChanged: 'Lakeferry Job Changed',
  notification: 'Lakeferry Notification',
} as const;
export type DetailType = (typeof detailTypes)[keyof typeof detailTypes];

export const eventSource = 'lakeferry';

export { type ReplicationChange, replicationChanges } from '../runs/replication/replication-notice';

/** Changes of a job's state that are not the end of a run. */
export const jobChanges = ['paused', 'unpaused', 'stale', 'fresh', 'lease-held', 'lease-released'] as const;
export type JobChange = (typeof jobChanges)[number];
