import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, numberOf, rowOf } from '../query/query-results';
import { finding, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { type PostgresSource, serverRow } from './postgres-source';

const definition = define('long-transactions', {
  modes: 'changes',
  severity: 'warning',
  title: 'no transaction has been open for long',
  why: 'PostgreSQL creates a slot only after all open transactions have ended, and DMS waits no longer than ten minutes',
  source: assessments,
});

export const openTransactions: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server', 'activity'),
  evaluate({ results }) {
    const [server, activity] = [serverRow(results), rowOf(results, 'activity')];
    const open = numberOf(activity, 'long_open') ?? 0;
    const longestSeconds = numberOf(activity, 'longest_seconds') ?? 0;
    const prepared = numberOf(activity, 'prepared') ?? 0;
    const findings = [
      ...(open > 0
        ? [
            finding(
              definition,
              `${open} transactions have been open for more than ten minutes, the longest for ${longestSeconds} seconds`,
              { fix: sqlFix(endTransactions) },
            ),
          ]
        : []),
      ...(prepared > 0
        ? [
            finding(definition, `${prepared} prepared transactions are neither committed nor rolled back`, {
              fix: sqlFix(endPrepared),
            }),
          ]
        : []),
    ];
    const seesAll = isYes(server, 'is_superuser') || isYes(server, 'sees_all_sessions');
    if (findings.length > 0 || seesAll) return findings;
    return {
      skippedBecause:
        'the login sees only its own sessions; grant pg_monitor to it, or run the check as a superuser',
    };
  },
};

const endTransactions =
  "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE xact_start < now() - interval '10 minutes' AND pid <> pg_backend_pid();";
const endPrepared =
  "SELECT format('ROLLBACK PREPARED %L;', gid) FROM pg_prepared_xacts; -- then run those of its lines that apply";
