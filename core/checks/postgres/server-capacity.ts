import type { CheckDefinition } from '../catalogue/check-definition';
import type { Check, CheckOutcome } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, numberOf, rowOf, rowsOf, textOf } from '../query/query-results';
import { finding } from '../report/finding';
import { assessments, define } from './definitions';
import { isRds, type PostgresSource, parameterFix, settingOf } from './postgres-source';

const slots = define('replication-slots', {
  modes: 'changes',
  severity: 'error',
  title: 'a replication slot is free',
  why: 'each task that captures changes needs a slot of its own',
  source: assessments,
});

const senders = define('wal-senders', {
  modes: 'changes',
  severity: 'error',
  title: 'a WAL sender is free',
  why: 'each task that captures changes needs a sender of its own',
  source: assessments,
});

const workers = define('worker-processes', {
  modes: 'changes',
  severity: 'warning',
  title: 'RDS has enough worker processes',
  why:
    'logical replication, autovacuum and parallel queries share max_worker_processes. ' +
    'On RDS, DMS can stop reading the log when it is less than the sum of their limits',
});

export const serverCapacityChecks: readonly Check<PostgresSource>[] = [
  {
    definition: slots,
    skip: withoutResult('settings', 'slots'),
    evaluate: (source) =>
      capacity(slots, source, 'max_replication_slots', rowsOf(source.results, 'slots').length),
  },
  {
    definition: senders,
    skip: withoutResult('settings', 'activity', 'slots'),
    evaluate: (source) => {
      const used = numberOf(rowOf(source.results, 'activity'), 'senders') ?? 0;
      return capacity(senders, source, 'max_wal_senders', used);
    },
  },
  {
    definition: workers,
    skip: withoutResult('server', 'settings'),
    evaluate: (source) => (isRds(source.results) ? workerProcesses(source) : []),
  },
];

function capacity(
  definition: CheckDefinition,
  { results }: PostgresSource,
  parameter: 'max_replication_slots' | 'max_wal_senders',
  used: number,
): CheckOutcome {
  const limit = settingOf(results, parameter);
  if (limit === undefined) return { skippedBecause: `the server does not report ${parameter}` };
  if (Number(limit) > used) return [];
  // A logical slot of this database may be the job's own, which needs no other.
  const mayBeOwn = rowsOf(results, 'slots').some(
    (slot) => isYes(slot, 'is_here') && textOf(slot, 'slot_type') === 'logical',
  );
  return [
    finding(definition, `${used} of ${parameter} = ${limit} are in use`, {
      ...(mayBeOwn ? { severity: 'warning' } : {}),
      fix: parameterFix(results, parameter, String(Math.max(10, Number(limit) + 5)), 'restart'),
    }),
  ];
}

const workerLimits = [
  'max_logical_replication_workers',
  'autovacuum_max_workers',
  'max_parallel_workers',
] as const;

function workerProcesses({ results }: PostgresSource): CheckOutcome {
  const limit = settingOf(results, 'max_worker_processes');
  if (limit === undefined) return { skippedBecause: 'the server does not report max_worker_processes' };
  const needed = workerLimits.reduce((sum, name) => sum + Number(settingOf(results, name) ?? 0), 0);
  if (Number(limit) >= needed) return [];
  return [
    finding(workers, `max_worker_processes is ${limit}, and ${workerLimits.join(', ')} add up to ${needed}`, {
      fix: parameterFix(results, 'max_worker_processes', String(needed), 'restart'),
    }),
  ];
}
