import { tableIdentity } from '../../tables/table-name';
import type { RunRecord } from './run-record';
import type { TableRecord } from './table-record';

/**
 * Key of an item in the history table. Only run items have the attributes of its indexes (`jobKey`, `department`, `day`, with
 * `openedAt`), so that an index holds runs only.
 */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const indexes = { byJob: 'jobKey', byDepartment: 'department', byDay: 'day' } as const;
export type IndexName = keyof typeof indexes;

export const inFlightPartition = 'FLIGHT';
export const alertPartition = 'ALERT';
/** Holds the state of each job. The name is older than the state. */
export const newestPartition = 'NEWEST';
export const holdPartition = 'HOLD';
export const outboxPartition = 'OUTBOX';
export const tablePrefix = 'TABLE#';
/** Tables as polls saw them, beside the evidence of JudgeRun: a slow poll must not overwrite it. */
export const tableProgressPrefix = 'PROGRESS#';
export const shapePrefix = 'SHAPE#';
export const splitPrefix = 'SPLIT#';
export const goodShapePrefix = 'GOODSHAPE#';
export const checkPrefix = 'CHECK#';
export const dailyArrivalsPrefix = 'LANDED#';

export function runKey(run: string): ItemKey {
  return { pk: `RUN#${run}`, sk: 'RUN' };
}

export function tableKey(run: string, table: Pick<TableRecord, 'schema' | 'table'>): ItemKey {
  return { pk: `RUN#${run}`, sk: `${tablePrefix}${tableIdentity(table)}` };
}

export function tableProgressKey(run: string, table: Pick<TableRecord, 'schema' | 'table'>): ItemKey {
  return { pk: `RUN#${run}`, sk: `${tableProgressPrefix}${tableIdentity(table)}` };
}

export function splitKey(run: string, table: Pick<TableRecord, 'schema' | 'table'>): ItemKey {
  return { pk: `RUN#${run}`, sk: `${splitPrefix}${tableIdentity(table)}` };
}

/** Key in the base table, so that a poll reads all runs in flight consistently. */
export function inFlightRunKey(run: string): ItemKey {
  return { pk: inFlightPartition, sk: run };
}

/** Key of a job's state, so that one query finds the states of all jobs, with the newest run of each. */
export function newestKey(jobKey: string): ItemKey {
  return { pk: newestPartition, sk: jobKey };
}

/** Key of a message that the next poll delivers. */
export function outboxKey(id: string): ItemKey {
  return { pk: outboxPartition, sk: id };
}

/** Key of the mark of a message that was delivered, so that nobody who stores it again has it delivered twice. */
export function deliveredKey(id: string): ItemKey {
  return { pk: `DELIVERED#${id}`, sk: 'DELIVERED' };
}

/** Key of an alert that the next poll sends. */
export function alertKey(run: string): ItemKey {
  return { pk: alertPartition, sk: run };
}

export function jobPartition(jobKey: string): string {
  return `JOB#${jobKey}`;
}

export function leaseKey(jobKey: string): ItemKey {
  return { pk: jobPartition(jobKey), sk: 'LEASE' };
}

/** Key of the admissions that polls have given, see `decideAdmissions`. */
export const admissionsKey: ItemKey = { pk: 'ADMISSIONS', sk: 'ADMISSIONS' };

/** Key of the budget of DMS requests. */
export const requestsKey: ItemKey = { pk: 'REQUESTS', sk: 'DMS' };

/** Key of a hold of admissions. */
export function holdKey(name: string): ItemKey {
  return { pk: holdPartition, sk: name };
}

/** Key of the places at which the next poll begins. */
export const pollCursorKey: ItemKey = { pk: 'POLL', sk: 'CURSOR' };

/** Key of the last passed test of a connection. */
export function connectionTestKey(replicationInstanceArn: string, endpointArn: string): ItemKey {
  return { pk: `CONNECTIONTEST#${replicationInstanceArn}`, sk: endpointArn };
}

export function shapeKey(jobKey: string, table: Pick<TableRecord, 'schema' | 'table'>): ItemKey {
  return { pk: jobPartition(jobKey), sk: `${shapePrefix}${tableIdentity(table)}` };
}

export function goodShapeKey(jobKey: string, table: Pick<TableRecord, 'schema' | 'table'>): ItemKey {
  return { pk: jobPartition(jobKey), sk: `${goodShapePrefix}${tableIdentity(table)}` };
}

/** Key of the counts of a day; `day` is in UTC, `yyyy-mm-dd`. */
export function dailyArrivalsKey(jobKey: string, day: string): ItemKey {
  return { pk: jobPartition(jobKey), sk: `${dailyArrivalsPrefix}${day}` };
}

/** Key of one piece of a run's check report. */
export function checkKey(run: string, piece: number): ItemKey {
  return { pk: runKey(run).pk, sk: `${checkPrefix}${String(piece).padStart(4, '0')}` };
}

/** UTC day, `yyyy-mm-dd`. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Days from `until` back to `since`, newest first. */
export function daysBack(since: Date, until: Date): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(dayOf(until)); at >= Date.parse(dayOf(since)); at -= 86_400_000)
    days.push(dayOf(new Date(at)));
  return days;
}

/** DynamoDB's TTL attribute: epoch seconds. */
export function expiryOf(openedAt: Date, retentionDays: number): number {
  return Math.floor(openedAt.getTime() / 1000) + retentionDays * 86_400;
}

/** Returns true for a run that readers ignore. DynamoDB removes expired items days late. */
export function isExpired(run: Pick<RunRecord, 'expiresAt'>, now: Date): boolean {
  return run.expiresAt <= now.getTime() / 1000;
}
