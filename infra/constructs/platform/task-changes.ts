/** Events of DMS that trigger a poll: those of replication tasks. Events of serverless replications have another type. */
export const taskChangesPattern = {
  source: ['aws.dms'],
  detailType: ['DMS Replication Task State Change'],
};
