import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { finding, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { loginOf, type PostgresSource, parameterFix, settingOf } from './postgres-source';

const sender = define('wal-sender-timeout', {
  modes: 'changes',
  severity: 'error',
  title: 'the WAL sender timeout is long enough for DMS',
  why: 'with less than 10 seconds, the server disconnects DMS and the task fails',
  source: assessments,
});

const idleTransaction = define('idle-transaction-timeout', {
  modes: 'all',
  severity: 'warning',
  title: 'the server does not end idle transactions of the login',
  why: 'DMS reads a table in one transaction, which is idle while DMS writes. When the server ends it, the table fails',
});

const minimumSenderMilliseconds = 10_000;
const minimumIdleMilliseconds = 3_600_000;

export const timeoutChecks: readonly Check<PostgresSource>[] = [
  {
    definition: sender,
    skip: withoutResult('settings'),
    evaluate({ results }) {
      const setting = settingOf(results, 'wal_sender_timeout');
      if (setting === undefined) return { skippedBecause: 'the server does not report wal_sender_timeout' };
      const milliseconds = Number(setting);
      if (milliseconds === 0 || milliseconds >= minimumSenderMilliseconds) return [];
      return [
        finding(sender, `wal_sender_timeout is ${milliseconds} ms`, {
          fix: parameterFix(results, 'wal_sender_timeout', '60s', 'reload'),
        }),
      ];
    },
  },
  {
    definition: idleTransaction,
    skip: withoutResult('server', 'settings'),
    evaluate({ results }) {
      const milliseconds = Number(settingOf(results, 'idle_in_transaction_session_timeout') ?? 0);
      if (!(milliseconds > 0 && milliseconds < minimumIdleMilliseconds)) return [];
      const login = loginOf(results);
      return [
        finding(idleTransaction, `idle_in_transaction_session_timeout is ${milliseconds} ms for ${login}`, {
          fix: sqlFix(`ALTER ROLE ${login} SET idle_in_transaction_session_timeout = 0;`),
        }),
      ];
    },
  },
];
