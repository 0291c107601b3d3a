import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import {
  type CheckedDatabase,
  checkDatabase,
  queryPostgres,
  requestFor,
} from '../../../helpers/databases/check-database';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';

// Flags would override ALTER SYSTEM, so these settings are left to the server's files, in which
// each test sets them wrong.
const server = usePostgres({
  wal_level: undefined,
  max_replication_slots: undefined,
  max_wal_senders: undefined,
  max_prepared_transactions: '5',
});

async function run(...statements: readonly string[]): Promise<void> {
  await withClient(server(), 'postgres', async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

const check = (more: Partial<CheckRequest> = {}): Promise<CheckedDatabase> =>
  withClient(server(), 'postgres', (client) =>
    checkDatabase(postgresChecks, requestFor('postgres', ['public.t'], more), queryPostgres(client)),
  );

/** Runs the fixes statement by statement, like a person who pastes them into psql. */
async function applyFixes({ findings }: CheckedDatabase): Promise<void> {
  for (const { fix } of findings)
    if (fix?.kind === 'sql')
      for (const statement of fix.text.split(/;(?:\s|$)/))
        if (/^(ALTER|SELECT|GRANT)/.test(statement.trim())) await run(statement);
}

beforeAll(async () => {
  await run('CREATE TABLE t (id int PRIMARY KEY)');
  await run((await check()).of('postgres-changed-keys')[0]?.fix?.text ?? '');
});

it('wal_level, slots, senders, timeouts and slot sizes are reported, and the fixes work', async () => {
  await run(
    'ALTER SYSTEM SET max_replication_slots = 1',
    'ALTER SYSTEM SET max_wal_senders = 0',
    "ALTER SYSTEM SET wal_sender_timeout = '5s'",
    "ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'",
    "SELECT pg_create_physical_replication_slot('somebody')",
  );
  await server().restart();
  const found = await check();
  expect(found.findings.map(({ check, severity }) => [check, severity])).toEqual([
    ['postgres-wal-level', 'error'],
    ['postgres-replication-slots', 'error'],
    ['postgres-wal-senders', 'error'],
    ['postgres-wal-sender-timeout', 'error'],
    ['postgres-slot-wal-keep-size', 'warning'],
  ]);
  expect(found.of('postgres-wal-level')[0]).toMatchObject({
    found: 'wal_level is replica',
    fix: { kind: 'sql' },
  });
  expect((await check({ mode: 'full-load' })).findings).toEqual([]);
  await applyFixes(found);
  await server().restart();
  const after = await check();
  expect(after.findings).toEqual([]);
  expect(after.passed).toEqual(expect.arrayContaining(found.findings.map(({ check }) => check)));
});

it('a slot that has lost its log is reported, and dropping it fixes it', async () => {
  await run(
    "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
    "ALTER SYSTEM SET min_wal_size = '32MB'",
    "ALTER SYSTEM SET max_wal_size = '32MB'",
    'SELECT pg_reload_conf()',
    "SELECT pg_create_logical_replication_slot('left_behind', 'test_decoding')",
    'CREATE TABLE filler (x text)',
  );
  for (let round = 0; round < 4; round += 1)
    await run(
      "INSERT INTO filler SELECT repeat('f', 1000) FROM generate_series(1, 20000)",
      'SELECT pg_switch_wal()',
      'CHECKPOINT',
    );
  const found = await check();
  expect(found.of('postgres-slot-lag')).toMatchObject([
    { found: 'slot left_behind has lost the log that it needs', fix: { kind: 'sql' } },
  ]);
  await applyFixes(found);
  expect((await check()).of('postgres-slot-lag')).toEqual([]);
});

it('too few worker processes are reported on RDS only', async () => {
  await run('ALTER SYSTEM SET max_worker_processes = 4', 'ALTER SYSTEM SET wal_level = logical');
  await server().restart();
  expect((await check()).of('postgres-worker-processes')).toEqual([]);
  await run('CREATE ROLE rds_superuser');
  try {
    expect((await check()).of('postgres-worker-processes')).toMatchObject([
      {
        severity: 'warning',
        fix: { kind: 'setting', text: expect.stringMatching(/^max_worker_processes = \d+ /) },
      },
    ]);
  } finally {
    await run('DROP ROLE rds_superuser', 'ALTER SYSTEM RESET max_worker_processes');
  }
});

it('a prepared transaction that nobody ends is reported', async () => {
  await run('BEGIN', 'INSERT INTO t VALUES (1)', "PREPARE TRANSACTION 'forgotten'");
  expect((await check()).of('postgres-long-transactions')).toMatchObject([{ severity: 'warning' }]);
  await run("ROLLBACK PREPARED 'forgotten'");
  expect((await check()).of('postgres-long-transactions')).toEqual([]);
});

it('a check whose query fails is skipped, never passed', async () => {
  const found = await withClient(server(), 'postgres', (client) => {
    const real = queryPostgres(client);
    return checkDatabase(postgresChecks, requestFor('postgres', ['public.t']), (query) =>
      query.id === 'columns' || query.id === 'settings' || query.id === 'tables'
        ? Promise.resolve({ error: { code: 'timeout', message: 'no answer in 20 s' }, milliseconds: 20_000 })
        : real(query),
    );
  });
  expect(found.passed).not.toEqual(expect.arrayContaining(['postgres-wal-level']));
  expect(found.findings).toEqual([]);
  expect(found.skipped.map(({ check }) => check)).toEqual(
    expect.arrayContaining([
      'postgres-wal-level',
      'table-exists',
      'schema-drift',
      'lob-size',
      'postgres-replica-identity',
    ]),
  );
});
