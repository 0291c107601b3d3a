import { type ItemKey, jobPartition } from '../record/history-keys';
import { eventKinds, type JobEvent } from './job-event';

/** Keys of the history items of CDC jobs. */
export const replicationPartition = 'REPLICATION';
export const eventPrefix = 'EVENT#';

/** Key in one partition, so that a poll reads all CDC jobs in one consistent query. */
export function replicationKey(jobKey: string): ItemKey {
  return { pk: replicationPartition, sk: jobKey };
}

/** Key of the job's entry in the checkpoint store. */
export function checkpointKey(jobKey: string): ItemKey {
  return { pk: jobPartition(jobKey), sk: 'CHECKPOINT' };
}

export function seriesKey(jobKey: string): ItemKey {
  return { pk: jobPartition(jobKey), sk: 'SERIES' };
}

/** Key of the tables that the job's task listed at the last poll. */
export function listedTablesKey(jobKey: string): ItemKey {
  return { pk: jobPartition(jobKey), sk: 'LISTED' };
}

/** Key that sorts by time. Two kinds of one moment stay apart; an event that is written twice is one item. */
export function eventKey(jobKey: string, event: Pick<JobEvent, 'at' | 'kind'>): ItemKey {
  const rank = String(eventKinds.indexOf(event.kind)).padStart(2, '0');
  return { pk: jobPartition(jobKey), sk: `${eventPrefix}${event.at}#${rank}#${event.kind}` };
}
