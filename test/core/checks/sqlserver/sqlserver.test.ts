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

async function problems(more: Partial<CheckRequest> = {}): Promise<readonly string[]> {
  const { evaluated } = await run(more);
  return evaluated.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ check, table, column, found }) =>
      [check, [table, column].filter((part) => part !== undefined).join('.'), found]
        .filter(Boolean)
        .join(' | '),
    );
}

const fixOf = async (check: string, more: Partial<CheckRequest> = {}): Promise<string | undefined> =>
  (await run(more)).evaluated.findings.find((finding) => finding.check === check)?.fix?.text;
const method = async (more: Partial<CheckRequest> = {}): Promise<string | undefined> =>
  (await run(more)).evaluated.findings.find(({ check }) => check === 'sqlserver-way-of-capture')?.found;
const property = (name: string, value: string) =>
  client.query('UPDATE properties SET value = $2 WHERE name = $1', [name, value]);

describe('a healthy SQL Server', () => {
  it('passes every check', async () => {
    const { evaluated } = await run();
    expect(evaluated.skipped).toEqual([]);
    expect(await problems()).toEqual([]);
    expect([...evaluated.passed, ...evaluated.findings.map(({ check }) => check)].sort()).toEqual(
      sqlServerChecks.catalogue.map(({ id }) => id).sort(),
    );
  });

  it('is described by columns in their own units, keys, rows, sizes and longest LOBs', async () => {
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
        // The filtered unique index is not a key.
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

  it('gets 17 queries, for one table as for 1,500', async () => {
    expect((await run()).queries).toHaveLength(17);
    await client.query(`
      INSERT INTO sys.objects SELECT 1000 + n, 6, 'T' || n, 'U' FROM generate_series(1, 1500) n;
      INSERT INTO sys.columns (object_id, column_id, name, system_type_id, user_type_id) SELECT 1000 + n, 1, 'c', 56, 56 FROM generate_series(1, 1500) n`);
    const many = await run({ patterns: [{ schema: 'sales', table: 'T%' }] });
    expect(many.queries).toHaveLength(17);
    expect(many.facts.tables).toHaveLength(1502);
    expect(many.facts.tables.every(({ columns }) => columns.length > 0)).toBe(true);
  });
});

describe('the capture method', () => {
  it('is MS-CDC on Enterprise Edition when the login is not sysadmin', async () => {
    expect(await method()).toBe('MS-CDC: the login is not sysadmin, which MS-Replication needs');
  });

  it('is MS-Replication for a sysadmin whose tables have keys', async () => {
    await property('role', 'sysadmin');
    expect(await method()).toContain('MS-Replication: every table has a primary key');
    await client.query('DELETE FROM sys.indexes WHERE object_id = 102');
    expect(await method()).toBe('MS-CDC: 1 of the tables have no primary key, which MS-Replication needs');
  });

  it.each([
    ['13.0.4001.0', 'MS-CDC'],
    ['13.0.1601.5', 'a daily full load'],
    ['16.0.1000.6', 'MS-CDC'],
  ])('for Standard Edition %s is %s', async (version, expected) => {
    await property('Edition', 'Standard Edition (64-bit)');
    await property('ProductVersion', version);
    expect((await method())?.startsWith(`${expected}: `)).toBe(true);
  });

  it('is a daily full load for a read-only copy and Azure SQL Database, where CDC is an error', async () => {
    await client.query("UPDATE sys.databases SET is_read_only = 1 WHERE name = 'shop'");
    expect(await method()).toContain('a daily full load: the database is read-only');
    expect((await problems())[0]).toBe('sqlserver-edition | the database is read-only');
    expect(await problems({ mode: 'full-load' })).toEqual([]);
    await healthy(client);
    await property('EngineEdition', '5');
    await property('Edition', 'SQL Azure');
    expect(await method()).toContain('a daily full load');
    expect(await fixOf('sqlserver-edition')).toContain('mode: full-load');
  });

  it('rejects Express Edition for loads as well', async () => {
    await property('Edition', 'Express Edition (64-bit)');
    expect(await problems({ mode: 'full-load' })).toEqual([
      'sqlserver-edition | the source is Express Edition (64-bit)',
    ]);
  });
});

describe('changed keys', () => {
  const of = async (more: Partial<CheckRequest> = {}) =>
    (await run(more)).evaluated.findings.filter(({ check }) => check === 'sqlserver-changed-keys');

  it('are prevented by a trigger with the text of the fix, and by an identity column', async () => {
    expect(await of()).toEqual([]);
    await client.query('DELETE FROM sys.sql_modules; UPDATE sys.columns SET is_identity = 0');
    const found = await of();
    expect(found.map(({ table, severity }) => [table, severity])).toEqual([
      ['Orders', 'warning'],
      ['Visits', 'warning'],
    ]);
    const [fix] = found.map((one) => one.fix?.text ?? '');
    expect(fix).toBe(
      'CREATE TRIGGER [sales].[Orders_keep_key] ON [sales].[Orders] AFTER UPDATE AS ' +
        'IF EXISTS (SELECT CAST([id] AS varbinary(900)) FROM inserted EXCEPT SELECT CAST([id] AS varbinary(900)) FROM deleted) ' +
        "BEGIN RAISERROR(N'this update of the key does not reach its copies: delete and insert instead', 16, 1); ROLLBACK TRANSACTION; END;",
    );
    await client.query('INSERT INTO sys.sql_modules VALUES (201, $1)', [fix]);
    expect((await of()).map(({ table }) => table)).toEqual(['Visits']);
    await client.query('UPDATE sys.triggers SET is_disabled = 1');
    expect((await of()).map(({ table }) => table)).toEqual(['Orders', 'Visits']);
  });

  it('name what a database target does with them', async () => {
    await client.query('DELETE FROM sys.sql_modules');
    const [lake, database] = [await of(), await of({ target: 'postgres' })].map(([first]) => first?.found);
    expect(lake).toContain('can leave the old row in the lake');
    expect(database).toContain('can fail in the target when it changes several rows');
  });
});

describe('the log', () => {
  it('rejects the simple recovery model, and then skips the check of backups', async () => {
    await client.query("UPDATE sys.databases SET recovery_model_desc = 'SIMPLE' WHERE name = 'shop'");
    expect(await fixOf('sqlserver-recovery-model')).toContain('ALTER DATABASE [shop] SET RECOVERY FULL;');
    expect((await run()).evaluated.skipped.map(({ check }) => check)).toEqual(['sqlserver-full-backup']);
  });

  it('rejects a database without a full backup, and accepts one with it', async () => {
    await client.query('UPDATE sys.database_recovery_status SET last_log_backup_lsn = NULL');
    expect(await fixOf('sqlserver-full-backup')).toBe("BACKUP DATABASE [shop] TO DISK = N'shop.bak';");
    await client.query('UPDATE sys.database_recovery_status SET last_log_backup_lsn = 1');
    expect(await problems()).toEqual([]);
  });

  it('warns when the capture job releases the log faster than the job reads it', async () => {
    await client.query('UPDATE msdb_dbo.cdc_jobs SET pollinginterval = 5');
    expect(await problems({ longestGapSeconds: 86_400 })).toEqual([
      'sqlserver-log-retention | the capture job reads and releases the log every 5 seconds',
    ]);
    await client.query('UPDATE msdb_dbo.cdc_jobs SET pollinginterval = 86399');
    expect(await problems({ longestGapSeconds: 86_400 })).toEqual([]);
  });

  it('needs a running agent, except on RDS, which does not show it', async () => {
    await client.query("UPDATE sys.dm_server_services SET status_desc = 'Stopped'");
    expect(await problems()).toEqual(['sqlserver-agent | the status of SQL Server Agent is Stopped']);
    await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
    expect(await problems()).toEqual([]);
  });

  it('warns of accelerated recovery and delayed durability, and reports what the log waits for', async () => {
    await client.query(
      "UPDATE sys.databases SET is_accelerated_database_recovery_on = 1, delayed_durability_desc = 'FORCED', log_reuse_wait_desc = 'REPLICATION' WHERE name = 'shop'",
    );
    expect(await problems()).toEqual([
      'sqlserver-database-options | accelerated database recovery is enabled',
      'sqlserver-database-options | delayed_durability_desc is FORCED',
    ]);
    expect((await run()).evaluated.findings.map(({ found }) => found)).toContain(
      'log_reuse_wait_desc is REPLICATION',
    );
  });
});

describe('capture', () => {
  it('rejects a database and tables without capture, with the statements of MS-CDC', async () => {
    await client.query("UPDATE sys.databases SET is_cdc_enabled = 0 WHERE name = 'shop'");
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0 WHERE object_id = 101');
    expect(await problems()).toEqual([
      'sqlserver-capture-database | is_cdc_enabled is 0',
      'sqlserver-capture-table | Orders | neither MS-CDC nor MS-Replication captures the table',
    ]);
    expect(await fixOf('sqlserver-capture-database')).toBe('USE [shop];\nEXEC sys.sp_cdc_enable_db;');
    expect(await fixOf('sqlserver-capture-table')).toBe(
      "EXEC sys.sp_cdc_enable_table @source_schema = N'sales', @source_name = N'Orders', @role_name = NULL;",
    );
    await client.query("INSERT INTO sys.databases (name) VALUES ('rdsadmin')");
    expect(await fixOf('sqlserver-capture-database')).toBe("EXEC msdb.dbo.rds_cdc_enable_db N'shop';");
  });

  it('an article of MS-Replication is enough only for a table with a key', async () => {
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0, is_replicated = 1');
    expect(await problems()).toEqual([]);
    await client.query('DELETE FROM sys.indexes WHERE object_id = 101');
    expect(await problems()).toEqual([
      'sqlserver-capture-table | Orders | the table has no key, and MS-CDC does not capture it',
    ]);
  });

  it('leaves a table with a key to DMS when the login is sysadmin and a distributor is configured', async () => {
    await property('role', 'sysadmin');
    await client.query("UPDATE sys.databases SET is_cdc_enabled = 0 WHERE name = 'shop'");
    await client.query('UPDATE sys.tables SET is_tracked_by_cdc = 0');
    expect(await fixOf('sqlserver-capture-database')).toContain('sp_adddistributor');
    await client.query('UPDATE sys.servers SET is_distributor = 1');
    expect(await problems()).toEqual([]);
  });
});

describe('privileges and special things', () => {
  it('needs exactly the privileges of the mode', async () => {
    await client.query("DELETE FROM properties WHERE name = 'role'");
    await client.query("INSERT INTO properties VALUES ('denied', 'VIEW SERVER STATE')");
    expect(await problems({ mode: 'full-load' })).toEqual([
      'sqlserver-privileges | dms lacks VIEW SERVER STATE',
    ]);
    expect(await problems()).toEqual([
      'sqlserver-privileges | dms lacks VIEW SERVER STATE',
      'sqlserver-privileges | dms is neither sysadmin nor db_owner',
    ]);
    expect(await fixOf('sqlserver-privileges')).toContain('GRANT VIEW SERVER STATE TO [dms];');
  });

  it('finds tables that the login cannot read', async () => {
    await client.query("INSERT INTO properties VALUES ('denied', '[sales].[Orders]')");
    const { facts } = await run();
    expect(facts.tables.map(({ table, readable }) => [table, readable])).toEqual([
      ['Orders', false],
      ['Visits', true],
    ]);
    expect(await fixOf('sqlserver-table-privileges')).toBe('GRANT SELECT ON [sales].[Orders] TO [dms];');
  });

  it('reports special kinds of tables, and computed, sparse and encrypted columns', async () => {
    await client.query(
      "UPDATE sys.tables SET is_memory_optimized = 1, temporal_type_desc = 'SYSTEM_VERSIONED_TEMPORAL_TABLE', is_filetable = 1 WHERE object_id = 101",
    );
    await client.query(
      "INSERT INTO sys.indexes (object_id, index_id, type_desc) VALUES (102, 9, 'NONCLUSTERED COLUMNSTORE')",
    );
    await client.query(
      "UPDATE sys.columns SET is_computed = 1, is_sparse = 1, encryption_type_desc = 'RANDOMIZED' WHERE name = 'total'",
    );
    expect(await problems()).toEqual([
      'sqlserver-special-tables | Orders | a memory-optimized table',
      'sqlserver-special-tables | Orders | a temporal table (SYSTEM_VERSIONED_TEMPORAL_TABLE)',
      'sqlserver-special-tables | Orders | a FileTable',
      'sqlserver-special-tables | Visits | a table with a columnstore index',
      'sqlserver-special-columns | Orders.total | a computed column',
      'sqlserver-special-columns | Orders.total | a sparse column',
      'sqlserver-special-columns | Orders.total | an encrypted column',
    ]);
  });

  it('never counts a check as passed whose query failed', async () => {
    const { evaluated } = await run(
      {},
      { agent: '300', 'log-chain': '300', 'capture-job': '229', tables: '229' },
    );
    expect(evaluated.skipped.map(({ check, because }) => `${check}: ${because.slice(0, 3)}`)).toEqual([
      'sqlserver-full-backup: 300',
      'sqlserver-log-retention: 229',
      'sqlserver-capture-table: 229',
      'sqlserver-agent: 300',
      'sqlserver-special-tables: 229',
    ]);
  });
});

describe('names', () => {
  it.each(["O'Neil", 'a]b', 'a;b', '[x]', 'x) OR 1=1 --'])(
    'the name of table %s is quoted in statements, or else bound',
    async (name) => {
      await client.query(`CREATE TABLE IF NOT EXISTS sales."${name.replaceAll('"', '""')}" (note text)`);
      await client.query('INSERT INTO sys.objects VALUES (777, 6, $1, $2)', [name, 'U']);
      await client.query(
        "INSERT INTO sys.columns (object_id, column_id, name, system_type_id, user_type_id, max_length) VALUES (777, 1, 'note', 231, 231, -1)",
      );
      const { facts, queries } = await run({ tables: [{ schema: 'sales', table: name, columns: [] }] });
      expect(facts.tables).toHaveLength(1);
      // The statement that measures LOBs found the empty table by its quoted name.
      expect(queries.map(({ id }) => id)).toContain('lobs');
      expect(queries.filter(({ id, sql }) => id !== 'lobs' && sql.includes(name))).toEqual([]);
    },
  );
});
