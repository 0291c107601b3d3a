import type { Client } from 'pg';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { sqlServerChecks } from '../../../../core/checks/sqlserver/sqlserver';
import { examine, sqlServerRules } from '../../../helpers/databases/dictionary-stand-in';
import { usePostgres } from '../../../helpers/databases/postgres';
import { createSqlServerDictionary, healthy } from '../../../helpers/databases/sqlserver-dictionary';

let client: Client;
afterAll(() => client.end());
const server = usePostgres();
beforeAll(async () => {
  client = await server().connect('postgres');
  await createSqlServerDictionary(client);
});
afterEach(() => healthy(client));

const request: CheckRequest = {
  engine: 'sqlserver',
  mode: 'cdc',
  databaseName: 'shop',
  tables: [
    { schema: 'sales', table: 'Orders', columns: [] },
    { schema: 'sales', table: 'Visits', columns: [] },
  ],
  patterns: [],
  excludes: [],
  target: 's3',
  lob: { mode: 'limited', maxBytes: 32_768 },
  startFrom: { kind: 'now' },
  drift: 'warn',
  lastShapes: [],
  now: '2026-03-01T10:00:00Z',
};

const run = (more: Partial<CheckRequest> = {}, refuse: Readonly<Record<string, string>> = {}) =>
  examine(client, sqlServerChecks, { ...request, ...more }, sqlServerRules, refuse);

async function faults(more: Partial<CheckRequest> = {}): Promise<readonly string[]> {
  const { judgement } = await run(more);
  return judgement.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ check, table, column, found }) =>
      [check, [table, column].filter((part) => part !== undefined).join('.'), found]
        .filter(Boolean)
        .join(' | '),
    );
}

const fixOf = async (check: string, more: Partial<CheckRequest> = {}): Promise<string | undefined> =>
  (await run(more)).judgement.findings.find((finding) => finding.check === check)?.fix?.text;
const advice = async (more: Partial<CheckRequest> = {}): Promise<string | undefined> =>
  (await run(more)).judgement.findings.find(({ check }) => check === 'sqlserver-way-of-capture')?.found;
const property = (name: string, value: string) =>
  client.query('UPDATE properties SET value = $2 WHERE name = $1', [name, value]);

describe('a healthy SQL Server', () => {
  it('passes every check', async () => {
    const { judgement } = await run();
    expect(judgement.skipped).toEqual([]);
    expect(await faults()).toEqual([]);
    expect([...judgement.passed, ...judgement.findings.map(({ check }) => check)].sort()).toEqual(
      sqlServerChecks.catalogue.map(({ id }) => id).sort(),
    );
  });

  it('is described: columns in their own units, keys, rows, sizes, longest LOBs', async () => {
    const { facts } = await run();
    expect(facts).toMatchObject({ version: '15.0.4385.2', utcOffsetMinutes: 60 });
    expect(facts.tables).toEqual([
      {
        schema: 'sales',
        table: 'Orders',
        engine: 'sqlserver',
        kind: 'table',
        columns: [
          { name: 'id', type: 'int', nullable: false },
          { name: 'note', type: 'nvarchar', nullable: true },
          { name: 'mail', type: 'nvarchar', length: 100, nullable: true },
          { name: 'total', type: 'decimal', precision: 12, scale: 2, nullable: true },
          { name: 'placed', type: 'datetime2', scale: 7, nullable: true },
        ],
        primaryKey: ['id'],
        // The filtered unique index is no key.
        uniqueKeys: [['mail']],
        rowsEstimated: 2,
        bytes: 32_768,
        readable: true,
        lobColumns: [{ name: 'note', longestBytes: 80_000, sampled: false }],
      },
      expect.objectContaining({
        table: 'Visits',
        kind: 'partitioned-table',
        rowsEstimated: 9,
        lobColumns: [],
      }),
    ]);
  });

  it('is asked 16 questions, for one table as for 1,500', async () => {
    expect((await run()).queries).toHaveLength(16);
    await client.query(`
      INSERT INTO sys.objects SELECT 1000 + n, 6, 'T' || n, 'U' FROM generate_series(1, 1500) n;
      INSERT INTO sys.columns (object_id, column_id, name, system_type_id, user_type_id) SELECT 1000 + n, 1, 'c', 56, 56 FROM generate_series(1, 1500) n`);
    const many = await run({ patterns: [{ schema: 'sales', table: 'T%' }] });
    expect(many.queries).toHaveLength(16);
    expect(many.facts.tables).toHaveLength(1502);
    expect(many.facts.tables.every(({ columns }) => columns.length > 0)).toBe(true);
  });
});

describe('the way of capture', () => {
  it('O7: is MS-CDC on Enterprise, where the login is no sysadmin', async () => {
    expect(await advice()).toBe('MS-CDC: the login is no sysadmin, which MS-Replication needs');
  });

  it('O7: is MS-Replication for a sysadmin whose tables have keys', async () => {
    await property('role', 'sysadmin');
    expect(await advice()).toContain('MS-Replication: every table has a primary key');
    await client.query('DELETE FROM sys.indexes WHERE object_id = 102');
    expect(await advice()).toBe('MS-CDC: 1 of the tables have no primary key, which MS-Replication needs');
  });

  it.each([
    ['13.0.4001.0', 'MS-CDC'],
    ['13.0.1601.5', 'a daily one-off'],
    ['16.0.1000.6', 'MS-CDC'],
  ])('O7: Standard Edition %s comes to %s', async (version, way) => {
    await property('Edition', 'Standard Edition (64-bit)');
    await property('ProductVersion', version);
    expect((await advice())?.startsWith(`${way}: `)).toBe(true);
  });

  it('O7: is a daily one-off from a reporting copy, Web Edition and Azure SQL Database, and blocks changes there', async () => {
    await client.query("UPDATE sys.databases SET is_read_only = 1 WHERE name = 'shop'");
    expect(await advice()).toContain('a daily one-off: the database is read-only');
    expect((await faults())[0]).toBe('sqlserver-edition | the database is read-only');
    expect(await faults({ mode: 'full-load' })).toEqual([]);
    await healthy(client);
    await property('EngineEdition', '5');
    await property('Edition', 'SQL Azure');
    expect(await advice()).toContain('a daily one-off');
    expect(await fixOf('sqlserver-edition')).toContain('mode: full-load');
  });

  it('blocks Express Edition for loads as well', async () => {
    await property('Edition', 'Express Edition (64-bit)');
    expect(await faults({ mode: 'full-load' })).toEqual(['sqlserver-edition | Express Edition (64-bit)']);
  });
});

describe('the log', () => {
  it('C3: blocks the simple recovery model, and says nothing of backups then', async () => {
    await client.query("UPDATE sys.databases SET recovery_model_desc = 'SIMPLE' WHERE name = 'shop'");
    expect(await fixOf('sqlserver-recovery-model')).toContain('ALTER DATABASE [shop] SET RECOVERY FULL;');
    expect((await run()).judgement.skipped.map(({ check }) => check)).toEqual(['sqlserver-full-backup']);
  });

  it('C3: blocks a database without a full backup; one that has it passes', async () => {
    await client.query('UPDATE sys.database_recovery_status SET last_log_backup_lsn = NULL');
    expect(await fixOf('sqlserver-full-backup')).toBe("BACKUP DATABASE [shop] TO DISK = N'shop.bak';");
    await client.query('UPDATE sys.database_recovery_status SET last_log_backup_lsn = 1');
    expect(await faults()).toEqual([]);
  });

  it('C3: warns when the capture job frees the log faster than the job looks', async () => {
    await client.query('UPDATE msdb_dbo.cdc_jobs SET pollinginterval = 5');
    expect(await faults({ longestGapSeconds: 86_400 })).toEqual([
      'sqlserver-log-retention | the capture job reads, and frees, the log every 5 seconds',
    ]);
    await client.query('UPDATE msdb_dbo.cdc_jobs SET pollinginterval = 86399');
    expect(await faults({ longestGapSeconds: 86_400 })).toEqual([]);
  });

  it('wants the agent to run, except on RDS, which does not show it', async () => {
    await client.query("UPDATE sys.dm_server_services SET status_desc = 'Stopped'");
    expect(await faults()).toEqual(['sqlserver-agent | the agent’s status is Stopped']);
    await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
    expect(await faults()).toEqual([]);
  });

  it('warns of accelerated recovery and delayed durability, and tells what the log waits for', async () => {
    await client.query(
      "UPDATE sys.databases SET is_accelerated_database_recovery_on = 1, delayed_durability_desc = 'FORCED', log_reuse_wait_desc = 'REPLICATION' WHERE name = 'shop'",
    );
    expect(await faults()).toEqual([
      'sqlserver-database-options | accelerated database recovery is on',
      'sqlserver-database-options | delayed_durability_desc is FORCED',
    ]);
    expect((await run()).judgement.findings.map(({ found }) => found)).toContain(
      'log_reuse_wait_desc is REPLICATION',
    );
  });
});

describe('capture', () => {
  it('O7: blocks a database and its tables that nothing captures, with the statements of MS-CDC', async () => {
    await client.query("UPDATE sys.databases SET is_cdc_enabled = 0 WHERE name = 'shop'");
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0 WHERE object_id = 101');
    expect(await faults()).toEqual([
      'sqlserver-capture-database | is_cdc_enabled is 0',
      'sqlserver-capture-table | Orders | the table is captured in no way',
    ]);
    expect(await fixOf('sqlserver-capture-database')).toBe('USE [shop];\nEXEC sys.sp_cdc_enable_db;');
    expect(await fixOf('sqlserver-capture-table')).toBe(
      "EXEC sys.sp_cdc_enable_table @source_schema = N'sales', @source_name = N'Orders', @role_name = NULL;",
    );
    await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
    expect(await fixOf('sqlserver-capture-database')).toBe("EXEC msdb.dbo.rds_cdc_enable_db N'shop';");
  });

  it('O5: an article of MS-Replication is enough with a key, and not without', async () => {
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0, is_replicated = 1');
    expect(await faults()).toEqual([]);
    await client.query('DELETE FROM sys.indexes WHERE object_id = 101');
    expect(await faults()).toEqual([
      'sqlserver-capture-table | Orders | a table without a key, and no MS-CDC',
    ]);
  });

  it('leaves a keyed table to DMS where the login is sysadmin and a distributor is there', async () => {
    await property('role', 'sysadmin');
    await client.query("UPDATE sys.databases SET is_cdc_enabled = 0 WHERE name = 'shop'");
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0');
    expect(await fixOf('sqlserver-capture-database')).toContain('sp_adddistributor');
    await client.query('UPDATE sys.servers SET is_distributor = 1');
    expect(await faults()).toEqual([]);
  });
});

describe('privileges and special things', () => {
  it('asks for exactly what the mode needs', async () => {
    await client.query("DELETE FROM properties WHERE name = 'role'");
    await client.query("INSERT INTO properties VALUES ('denied', 'VIEW SERVER STATE')");
    expect(await faults({ mode: 'full-load' })).toEqual([
      'sqlserver-privileges | dms lacks VIEW SERVER STATE',
    ]);
    expect(await faults()).toEqual([
      'sqlserver-privileges | dms lacks VIEW SERVER STATE',
      'sqlserver-privileges | dms is neither sysadmin nor db_owner',
    ]);
    expect(await fixOf('sqlserver-privileges')).toContain('GRANT VIEW SERVER STATE TO [dms];');
  });

  it('sees who may not read a table', async () => {
    await client.query("INSERT INTO properties VALUES ('denied', '[sales].[Orders]')");
    const { facts } = await run();
    expect(facts.tables.map(({ table, readable }) => [table, readable])).toEqual([
      ['Orders', false],
      ['Visits', true],
    ]);
    expect(await fixOf('sqlserver-table-privileges')).toBe('GRANT SELECT ON [sales].[Orders] TO [dms];');
  });

  it('names memory-optimized, temporal, columnstore and FileTables; computed, sparse and encrypted columns', async () => {
    await client.query(
      "UPDATE sys.tables SET is_memory_optimized = 1, temporal_type_desc = 'SYSTEM_VERSIONED_TEMPORAL_TABLE', is_filetable = 1 WHERE object_id = 101",
    );
    await client.query(
      "INSERT INTO sys.indexes (object_id, index_id, type_desc) VALUES (102, 9, 'NONCLUSTERED COLUMNSTORE')",
    );
    await client.query(
      "UPDATE sys.columns SET is_computed = 1, is_sparse = 1, encryption_type_desc = 'RANDOMIZED' WHERE name = 'total'",
    );
    expect(await faults()).toEqual([
      'sqlserver-special-tables | Orders | a memory-optimized table',
      'sqlserver-special-tables | Orders | a temporal table (SYSTEM_VERSIONED_TEMPORAL_TABLE)',
      'sqlserver-special-tables | Orders | a FileTable',
      'sqlserver-special-tables | Visits | a table with a columnstore index',
      'sqlserver-special-columns | Orders.total | a computed column',
      'sqlserver-special-columns | Orders.total | a sparse column',
      'sqlserver-special-columns | Orders.total | an encrypted column',
    ]);
  });

  it('never counts a question that was refused as passed', async () => {
    const { judgement } = await run(
      {},
      { agent: '300', 'log-chain': '300', 'capture-job': '229', tables: '229' },
    );
    expect(judgement.skipped.map(({ check, because }) => `${check}: ${because.slice(0, 3)}`)).toEqual([
      'sqlserver-full-backup: 300',
      'sqlserver-agent: 300',
      'sqlserver-log-retention: 229',
      'sqlserver-capture-table: 229',
      'sqlserver-special-tables: 229',
    ]);
  });
});

describe('names', () => {
  it.each(["O'Neil", 'a]b', 'a;b', '[x]', 'x) OR 1=1 --'])(
    'O2: a table named %s is quoted where it must stand in a statement, and bound else',
    async (name) => {
      await client.query(`CREATE TABLE IF NOT EXISTS sales."${name.replaceAll('"', '""')}" (note text)`);
      await client.query('INSERT INTO sys.objects VALUES (777, 6, $1, $2)', [name, 'U']);
      await client.query(
        "INSERT INTO sys.columns (object_id, column_id, name, system_type_id, user_type_id, max_length) VALUES (777, 1, 'note', 231, 231, -1)",
      );
      const { facts, queries } = await run({ tables: [{ schema: 'sales', table: name, columns: [] }] });
      expect(facts.tables).toHaveLength(1);
      // It ran: the statement that measures found the table by its quoted name, empty.
      expect(queries.map(({ id }) => id)).toContain('lobs');
      expect(queries.filter(({ id, sql }) => id !== 'lobs' && sql.includes(name))).toEqual([]);
    },
  );
});
