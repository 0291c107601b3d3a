import * as z from 'zod/mini';
import { cutText, longestText } from '../../cut-text';

/** Changes of a CDC job's replication that people and programs get to know. */
export const replicationChanges = [
  'up',
  'down',
  'late',
  'caught-up',
  'table-suspended',
  'table-recovered',
  'table-altered',
  'schema-drift',
  'slot-growing',
  'slot-normal',
  'reading-paused',
  'reading-resumed',
  'position-lost',
  'position-found',
  'check-failed',
  'check-passed',
] as const;
export type ReplicationChange = (typeof replicationChanges)[number];

/** `noted`: something happened at one moment, and nothing clears it later. */
export const noticeStates = ['raised', 'cleared', 'noted'] as const;

/** Names of changes of tables in items that an earlier version stored. */
const formerNames = {
  'tables-failed': 'table-suspended',
  'tables-recovered': 'table-recovered',
  'tables-altered': 'table-altered',
} as const;
type FormerName = keyof typeof formerNames;
const formerKinds: readonly FormerName[] = ['tables-failed', 'tables-recovered', 'tables-altered'];

/** Change of a replication. It waits in the job's item, with which it was written, until a poll moves it to the outbox. */
export const ReplicationNotice = z.object({
  kind: z.enum([...replicationChanges, ...formerKinds]),
  state: z.enum(noticeStates),
  at: z.string(),
  detail: z.string(),
  /** The one table that the notice is about. Absent where it is about none, or about several. */
  table: z.optional(z.object({ schema: z.string(), table: z.string() })),
});
export type ReplicationNotice = z.infer<typeof ReplicationNotice>;

export function changeOf({ kind }: Pick<ReplicationNotice, 'kind'>): ReplicationChange {
  return kind === 'tables-failed' || kind === 'tables-recovered' || kind === 'tables-altered'
    ? formerNames[kind]
    : kind;
}

/** Alerts of a replication's item, with the change that raises and the one that clears each. */
export const alertChanges = {
  down: { raised: 'down', cleared: 'up' },
  latency: { raised: 'late', cleared: 'caught-up' },
  slot: { raised: 'slot-growing', cleared: 'slot-normal' },
  reading: { raised: 'reading-paused', cleared: 'reading-resumed' },
  position: { raised: 'position-lost', cleared: 'position-found' },
  check: { raised: 'check-failed', cleared: 'check-passed' },
} as const;
export type AlertKind = keyof typeof alertChanges;

/** Notice that is recorded with the alert that it raises or clears. */
export function alertNotice(
  kind: AlertKind,
  state: 'raised' | 'cleared',
  detail: string,
  now: Date,
): ReplicationNotice {
  return {
    kind: alertChanges[kind][state],
    state,
    detail: cutText(detail, longestText),
    at: now.toISOString(),
  };
}
