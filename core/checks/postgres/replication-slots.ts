import { slotAlarmBytes } from '../../model/replication-slot';
import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import type { Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { postgresDialect } from './dialect';
import { type PostgresSource, parameterFix, settingOf } from './postgres-source';

/** See docs/pitfalls.md#replication-slots-fill-the-disk */
const lag = define('slot-lag', {
  modes: 'changes',
  severity: 'warning',
  title: 'no slot retains a large part of the log',
  why: 'a slot that nobody reads retains the log until the disk of the source is full',
});

/** See docs/pitfalls.md#source-logs-removed-too-early */
const keepSize = define('slot-wal-keep-size', {
  modes: 'changes',
  severity: 'warning',
  title: 'slots can retain the log that they need',
  why: 'above max_slot_wal_keep_size, the server removes log that a stopped task still needs, and the task must load all tables again',
  source: assessments,
});

/** About an hour of a busy source: with less, a short stop makes the task load all tables again. */
const littleMegabytes = 4 * 1024;

export const replicationSlotChecks: readonly Check<PostgresSource>[] = [
  {
    definition: lag,
    skip: withoutResult('slots'),
    evaluate: ({ results }) => rowsOf(results, 'slots').flatMap(lagging),
  },
  {
    definition: keepSize,
    skip: withoutResult('settings'),
    evaluate({ results }) {
      const megabytes = settingOf(results, 'max_slot_wal_keep_size');
      // Before PostgreSQL 13 there is no such parameter, and slots retain all that they need.
      if (megabytes === undefined || Number(megabytes) < 0) return [];
      return [
        finding(keepSize, `max_slot_wal_keep_size is ${megabytes} MB`, {
          ...(Number(megabytes) < littleMegabytes ? {} : { severity: 'note' }),
          fix: parameterFix(results, 'max_slot_wal_keep_size', '-1', 'reload'),
        }),
      ];
    },
  },
];

function lagging(slot: Row): readonly CheckFinding[] {
  const name = textOf(slot, 'name') ?? '';
  const lagBytes = numberOf(slot, 'lag_bytes') ?? 0;
  const isLost = textOf(slot, 'wal_status') === 'lost';
  const isActive = isYes(slot, 'active');
  if (!isLost && lagBytes <= slotAlarmBytes) return [];
  const state = isActive ? 'in use' : 'not in use';
  const found = isLost
    ? `slot ${name} has lost the log that it needs`
    : `slot ${name}, ${state}, retains ${Math.round(lagBytes / 1024 ** 2)} MiB`;
  const drop = `SELECT pg_drop_replication_slot(${postgresDialect.literal(name)}); -- only if its task no longer exists`;
  return [finding(lag, found, isActive ? {} : { fix: sqlFix(drop) })];
}
