import { slotAlarmBytes } from '../../model/replication-slot';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import { literal } from '../query/identifiers';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { postgresCatalogue as catalogue } from './catalogue';
import { positionKept } from './position';

type Fix = NonNullable<CheckFinding['fix']>;

/** Of the server, its settings, slots and sessions. */
export function serverChecks(request: CheckRequest, results: QueryResults): readonly Ruling[] {
  const server = rowsOf(results, 'server')[0];
  const isRds = isYes(server, 'is_rds');
  const settings = new Map(rowsOf(results, 'settings').map((row) => [textOf(row, 'name'), row]));
  const setting = (name: string): string | undefined => textOf(settings.get(name), 'setting');
  const after = (questions: readonly string[], say: () => Outcome) => (): Outcome => {
    for (const question of questions) {
      const because = whyUnavailable(results, question);
      if (because !== undefined) return { skippedBecause: because };
    }
    return say();
  };
  const rule = (check: CheckDefinition, questions: readonly string[], say: () => Outcome): Ruling => ({
    check,
    say: after(questions, say),
  });
  const slots = rowsOf(results, 'slots');
  const activity = rowsOf(results, 'activity')[0];
  return [
    rule(catalogue.walLevel, ['server', 'settings'], () =>
      setting('wal_level') === 'logical'
        ? []
        : [
            finding(catalogue.walLevel, `wal_level is ${setting('wal_level') ?? 'not known'}`, {
              fix: walLevel(isRds),
            }),
          ],
    ),
    rule(catalogue.slots, ['settings', 'slots'], () =>
      room(
        catalogue.slots,
        'max_replication_slots',
        setting('max_replication_slots'),
        slots.length,
        hasOwn(slots),
        isRds,
      ),
    ),
    rule(catalogue.senders, ['settings', 'activity', 'slots'], () =>
      room(
        catalogue.senders,
        'max_wal_senders',
        setting('max_wal_senders'),
        numberOf(activity, 'senders') ?? 0,
        hasOwn(slots),
        isRds,
      ),
    ),
    rule(catalogue.workers, ['server', 'settings'], () => (isRds ? workers(setting) : [])),
    rule(catalogue.senderTimeout, ['settings'], () => senderTimeout(setting('wal_sender_timeout'), isRds)),
    rule(catalogue.slotLag, ['slots'], () => slots.flatMap(lagging)),
    rule(catalogue.positionKept, ['slots'], () => positionKept(request, results)),
    rule(catalogue.slotKeep, ['settings'], () => keepSize(setting('max_slot_wal_keep_size'), isRds)),
    rule(catalogue.longTransactions, ['server', 'activity'], () => longTransactions(server, activity)),
    rule(catalogue.standby, ['server'], () => standby(server)),
    rule(catalogue.synchronousCommit, ['server', 'settings'], () =>
      isYes(server, 'is_aurora') && setting('synchronous_commit') === 'off'
        ? [
            finding(catalogue.synchronousCommit, 'synchronous_commit is off', {
              fix: { kind: 'setting', text: 'synchronous_commit = on (cluster parameter group)' },
            }),
          ]
        : [],
    ),
  ];
}

function walLevel(isRds: boolean): Fix {
  return isRds
    ? {
        kind: 'setting',
        text: 'rds.logical_replication = 1 (parameter group of the instance or cluster; then reboot)',
      }
    : { kind: 'sql', text: "ALTER SYSTEM SET wal_level = 'logical'; -- then restart the server" };
}

/** Parameters that a server reads at its start, or at a reload. */
export function parameter(isRds: boolean, name: string, value: string, needs: 'restart' | 'reload'): Fix {
  if (isRds)
    return {
      kind: 'setting',
      text: `${name} = ${value} (parameter group${needs === 'restart' ? '; then reboot' : ''})`,
    };
  const then = needs === 'restart' ? ' -- then restart the server' : ' SELECT pg_reload_conf();';
  return { kind: 'sql', text: `ALTER SYSTEM SET ${name} = ${literal('postgres', value)};${then}` };
}

/** A logical slot in this database may be the job's own, which needs no other. */
function hasOwn(slots: readonly Row[]): boolean {
  return slots.some((slot) => isYes(slot, 'is_here') && textOf(slot, 'slot_type') === 'logical');
}

function room(
  check: CheckDefinition,
  name: string,
  most: string | undefined,
  used: number,
  mayBeOwn: boolean,
  isRds: boolean,
): Outcome {
  if (most === undefined) return { skippedBecause: `the server does not say ${name}` };
  if (Number(most) > used) return [];
  return [
    finding(check, `${used} of ${name} = ${most} are in use`, {
      ...(mayBeOwn ? { severity: 'warning' as const } : {}),
      fix: parameter(isRds, name, String(Math.max(10, Number(most) + 5)), 'restart'),
    }),
  ];
}

const workersOf = [
  'max_logical_replication_workers',
  'autovacuum_max_workers',
  'max_parallel_workers',
] as const;

function workers(setting: (name: string) => string | undefined): Outcome {
  const most = setting('max_worker_processes');
  if (most === undefined) return { skippedBecause: 'the server does not say max_worker_processes' };
  const wanted = workersOf.reduce((sum, name) => sum + Number(setting(name) ?? 0), 0);
  if (Number(most) >= wanted) return [];
  return [
    finding(
      catalogue.workers,
      `max_worker_processes is ${most}; ${workersOf.join(', ')} may want ${wanted}`,
      {
        fix: parameter(true, 'max_worker_processes', String(wanted), 'restart'),
      },
    ),
  ];
}

function senderTimeout(milliseconds: string | undefined, isRds: boolean): Outcome {
  if (milliseconds === undefined) return { skippedBecause: 'the server does not say wal_sender_timeout' };
  const value = Number(milliseconds);
  if (value === 0 || value >= 10_000) return [];
  return [
    finding(catalogue.senderTimeout, `wal_sender_timeout is ${value} ms`, {
      fix: parameter(isRds, 'wal_sender_timeout', '60s', 'reload'),
    }),
  ];
}

function lagging(slot: Row): readonly CheckFinding[] {
  const [name, lag] = [textOf(slot, 'name') ?? '', numberOf(slot, 'lag_bytes') ?? 0];
  const isLost = textOf(slot, 'wal_status') === 'lost';
  const isActive = isYes(slot, 'active');
  if (!isLost && lag <= slotAlarmBytes) return [];
  const mib = Math.round(lag / 1024 ** 2);
  const found = isLost
    ? `slot ${name} has lost the log that it needs`
    : `slot ${name}, ${isActive ? 'in use' : 'read by nobody'}, holds back ${mib} MiB`;
  return [
    finding(catalogue.slotLag, found, {
      ...(isActive
        ? {}
        : {
            fix: {
              kind: 'sql',
              text: `SELECT pg_drop_replication_slot(${literal('postgres', name)}); -- only where its task is no more`,
            },
          }),
    }),
  ];
}

/** Enough for an hour or so of a busy source; less is a task that must load anew after a short stop. */
const littleMegabytes = 4 * 1024;

function keepSize(megabytes: string | undefined, isRds: boolean): Outcome {
  // The parameter is there from PostgreSQL 13 on; before, slots keep all they need.
  if (megabytes === undefined || Number(megabytes) < 0) return [];
  const isLittle = Number(megabytes) < littleMegabytes;
  return [
    finding(catalogue.slotKeep, `max_slot_wal_keep_size is ${megabytes} MB`, {
      ...(isLittle ? {} : { severity: 'note' as const }),
      fix: parameter(isRds, 'max_slot_wal_keep_size', '-1', 'reload'),
    }),
  ];
}

function longTransactions(server: Row | undefined, activity: Row | undefined): Outcome {
  const [open, prepared] = [numberOf(activity, 'long_open') ?? 0, numberOf(activity, 'prepared') ?? 0];
  const seconds = numberOf(activity, 'longest_seconds') ?? 0;
  const findings: CheckFinding[] = [];
  if (open > 0)
    findings.push(
      finding(
        catalogue.longTransactions,
        `${open} open for more than ten minutes, the longest for ${seconds} seconds`,
        {
          fix: {
            kind: 'sql',
            text: "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE xact_start < now() - interval '10 minutes' AND pid <> pg_backend_pid();",
          },
        },
      ),
    );
  if (prepared > 0)
    findings.push(
      finding(catalogue.longTransactions, `${prepared} prepared and neither committed nor rolled back`, {
        fix: {
          kind: 'sql',
          text: "SELECT format('ROLLBACK PREPARED %L;', gid) FROM pg_prepared_xacts; -- then what it prints, where it is wanted",
        },
      }),
    );
  if (findings.length > 0 || isYes(server, 'is_superuser') || isYes(server, 'sees_all_sessions'))
    return findings;
  return {
    skippedBecause: 'the login sees its own sessions only: GRANT pg_monitor to it, or look as a superuser',
  };
}

function standby(server: Row | undefined): Outcome {
  if (!isYes(server, 'is_standby')) return [];
  const canDecode = (numberOf(server, 'version_number') ?? 0) >= 160_000;
  return [
    finding(
      catalogue.standby,
      `the source is a replica${canDecode ? '; DMS cannot make a slot there' : ''}`,
      {
        ...(canDecode ? { severity: 'warning' as const } : {}),
        fix: canDecode
          ? {
              kind: 'config',
              text: 'connection-attributes: {slotName: ...}   # of a slot that you made on the replica',
            }
          : { kind: 'config', text: 'source: ...   # a connection to the primary' },
      },
    ),
  ];
}
