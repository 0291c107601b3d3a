import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes } from '../query/query-results';
import { finding, settingFix, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { isRds, type PostgresSource, serverRow, settingOf } from './postgres-source';

const walLevel = define('wal-level', {
  modes: 'changes',
  severity: 'error',
  title: 'the write-ahead log contains logical changes',
  why: 'DMS reads changes by logical decoding, which needs wal_level = logical',
  source: assessments,
});

const synchronousCommit = define('synchronous-commit', {
  modes: 'changes',
  severity: 'warning',
  title: 'Aurora commits synchronously',
  why: 'without synchronous commits, DMS can miss changes of Aurora',
});

const skip = withoutResult('server', 'settings');

export const writeAheadLogChecks: readonly Check<PostgresSource>[] = [
  {
    definition: walLevel,
    skip,
    evaluate({ results }) {
      const level = settingOf(results, 'wal_level');
      if (level === 'logical') return [];
      return [
        finding(walLevel, `wal_level is ${level ?? 'unknown'}`, {
          fix: isRds(results)
            ? settingFix(
                'rds.logical_replication = 1 (parameter group of the instance or cluster; then reboot)',
              )
            : sqlFix("ALTER SYSTEM SET wal_level = 'logical'; -- then restart the server"),
        }),
      ];
    },
  },
  {
    definition: synchronousCommit,
    skip,
    evaluate: ({ results }) =>
      isYes(serverRow(results), 'is_aurora') && settingOf(results, 'synchronous_commit') === 'off'
        ? [
            finding(synchronousCommit, 'synchronous_commit is off', {
              fix: settingFix('synchronous_commit = on (cluster parameter group)'),
            }),
          ]
        : [],
  },
];
