import type { Client } from 'pg';
import type { CheckResults } from '../../../../core/checks/evaluation/evaluate-checks';
import { oracleChecks } from '../../../../core/checks/oracle/oracle';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { keyTriggerName } from '../../../../core/checks/shared/changed-rows';
import { evaluateSharedChecks } from '../../../../core/checks/shared/shared-checks';
import { examine, oracleRules } from '../../../helpers/databases/dictionary-stand-in';
import { column, createOracleDictionary, healthy } from '../../../helpers/databases/oracle-dictionary';
import { usePostgres } from '../../../helpers/databases/postgres';

let client: Client;
afterAll(() => client.end());
const server = usePostgres();
beforeAll(async () => {
  client = await server().connect('postgres');
  await createOracleDictionary(client);
});
afterEach(() => healthy(client));

const request: CheckRequest = {
  engine: 'oracle',
  mode: 'cdc',
  databaseName: 'HRPROD',
  tables: [
    { schema: 'SALES', table: 'ORDERS', columns: [] },
    { schema: 'SALES', table: 'CUSTOMERS', columns: [] },
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
  examine(client, oracleChecks, { ...request, ...more }, oracleRules, refuse);

/** Errors and warnings as `check | table.column | found`. */
async function problems(more: Partial<CheckRequest> = {}): Promise<readonly string[]> {
  const { evaluated } = await run(more);
  return evaluated.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ check, table, column: name, found }) =>
      [check, [table, name].filter((part) => part !== undefined).join('.'), found]
        .filter(Boolean)
        .join(' | '),
    );
}

const fixOf = async (check: string, more: Partial<CheckRequest> = {}): Promise<string | undefined> =>
  (await run(more)).evaluated.findings.find((finding) => finding.check === check)?.fix?.text;

describe('a healthy Oracle', () => {
  it('passes every check, and reports its SCN, character set and compatibility', async () => {
    const { evaluated } = await run();
    expect(evaluated.skipped).toEqual([]);
    expect(evaluated.findings.map(({ check, severity, found }) => [check, severity, found])).toEqual([
      ['oracle-compatible', 'note', 'compatible is 19.0.0'],
      ['oracle-character-set', 'note', 'NLS_CHARACTERSET is AL32UTF8, NLS_NCHAR_CHARACTERSET is AL16UTF16'],
      ['oracle-start-position', 'note', 'current_scn is 90071992547409930'],
    ]);
    expect([...evaluated.passed, ...evaluated.findings.map(({ check }) => check)].sort()).toEqual(
      oracleChecks.catalogue.map(({ id }) => id).sort(),
    );
  });

  it('is described by columns, keys, rows, sizes, longest LOBs and privileges', async () => {
    const { facts } = await run();
    expect(facts.version).toBe('19.0.0.0.0');
    expect(facts.utcOffsetMinutes).toBe(0);
    expect(Math.abs(Date.parse(facts.serverTime ?? '') - Date.now())).toBeLessThan(60_000);
    expect(facts.tables).toEqual([
      {
        schema: 'SALES',
        table: 'CUSTOMERS',
        engine: 'oracle',
        kind: 'table',
        columns: [
          { name: 'ID', type: 'number', precision: 12, scale: 0, nullable: false },
          { name: 'NAME', type: 'varchar2', length: 50, nullable: true },
        ],
        primaryKey: ['ID'],
        uniqueKeys: [],
        rowsEstimated: 7,
        bytes: 81_920,
        readable: true,
        lobColumns: [],
      },
      expect.objectContaining({
        table: 'ORDERS',
        columns: [
          { name: 'ID', type: 'number', precision: 12, scale: 0, nullable: false },
          { name: 'NOTE', type: 'clob', nullable: true },
          { name: 'SCAN', type: 'blob', nullable: true },
          { name: 'PLACED', type: 'timestamp with time zone', scale: 6, nullable: true },
        ],
        // A character counts as two bytes.
        lobColumns: [
          { name: 'NOTE', longestBytes: 80_000, sampled: false },
          { name: 'SCAN', longestBytes: 2, sampled: false },
        ],
      }),
    ]);
  });

  it('gets 22 queries, for one table as for 1,500', async () => {
    const few = await run();
    await client.query(`
      INSERT INTO all_objects SELECT 'MANY', 'T' || n, 'TABLE' FROM generate_series(1, 1500) n;
      INSERT INTO all_tab_cols (owner, table_name, column_name, data_type, nullable, hidden_column, virtual_column)
        SELECT 'MANY', 'T' || n, 'C', 'NUMBER', 'Y', 'NO', 'NO' FROM generate_series(1, 1500) n`);
    const many = await run({ patterns: [{ schema: 'MANY', table: '%' }] });
    expect(few.queries).toHaveLength(22);
    expect(many.queries).toHaveLength(22);
    expect(many.facts.tables).toHaveLength(1502);
    expect(many.rounds).toBe(3);
  });

  it('is sampled in large tables', async () => {
    await client.query("UPDATE all_tables SET num_rows = 1000000 WHERE table_name = 'ORDERS'");
    const { facts, queries } = await run();
    expect(queries.find(({ id }) => id === 'lobs')?.sql).toContain('"SALES"."ORDERS" SAMPLE (1.000000)');
    expect(facts.tables.find(({ table }) => table === 'ORDERS')?.lobColumns[0]?.sampled).toBe(true);
  });

  it('lists names of a schema in any case, but selects only exact names', async () => {
    const { facts } = await run({ tables: [{ schema: 'sales', table: 'orders', columns: [] }] });
    expect(facts.tables).toEqual([]);
    expect(facts.names).toContainEqual({ schema: 'SALES', table: 'ORDERS' });
  });

  it('distinguishes views, materialized views, synonyms, external, temporary and partitioned tables', async () => {
    await client.query(`
      INSERT INTO all_objects VALUES ('SALES', 'M', 'TABLE'), ('SALES', 'M', 'MATERIALIZED VIEW'), ('SALES', 'S', 'SYNONYM'),
        ('SALES', 'X', 'TABLE'), ('SALES', 'G', 'TABLE'), ('SALES', 'P', 'TABLE');
      INSERT INTO all_external_tables VALUES ('SALES', 'X');
      INSERT INTO all_tables (owner, table_name, temporary, partitioned) VALUES ('SALES', 'G', 'Y', 'NO'), ('SALES', 'P', 'N', 'YES')`);
    const { facts } = await run({
      tables: [],
      patterns: [{ schema: 'SALES', table: '%' }],
      excludes: [{ schema: '%', table: 'CUST%' }],
    });
    expect(Object.fromEntries(facts.tables.map(({ table, kind }) => [table, kind]))).toEqual({
      G: 'temporary',
      M: 'materialized-view',
      ORDERS: 'table',
      ORDERS_V: 'view',
      P: 'partitioned-table',
      S: 'other',
      X: 'external',
    });
  });
});

it('a database in US7ASCII is a warning, because it may hold other texts', async () => {
  await client.query(
    "UPDATE nls_database_parameters SET value = 'US7ASCII' WHERE parameter = 'NLS_CHARACTERSET'",
  );
  const found = (await run()).evaluated.findings.find(({ check }) => check === 'oracle-character-set');
  expect(found).toMatchObject({ severity: 'warning', fix: { text: expect.stringContaining('AL32UTF8') } });
});

describe('changed keys', () => {
  const of = async (check: string, more: Partial<CheckRequest> = {}) =>
    (await run(more)).evaluated.findings.filter((one) => one.check === check);
  const keys = (more: Partial<CheckRequest> = {}) => of('oracle-changed-keys', more);

  it('are prevented by a trigger with the condition of the fix', async () => {
    await client.query('DELETE FROM all_triggers');
    const found = await keys();
    expect(found.map(({ table, severity }) => [table, severity])).toEqual([
      ['CUSTOMERS', 'warning'],
      ['ORDERS', 'warning'],
    ]);
    const fix = found[1]?.fix?.text ?? '';
    expect(fix).toBe(
      'CREATE OR REPLACE TRIGGER "SALES"."ORDERS_keep_key" BEFORE UPDATE OF "ID" ON "SALES"."ORDERS" FOR EACH ROW ' +
        'WHEN (OLD."ID" <> NEW."ID") BEGIN RAISE_APPLICATION_ERROR(-20000, ' +
        "'this update of the key does not reach its copies: delete and insert instead'); END;\n/",
    );
    await client.query("INSERT INTO all_triggers VALUES ('SALES', 'ORDERS', 'UPDATE', $1, 'ENABLED')", [
      /WHEN \((.*)\) BEGIN/.exec(fix)?.[1],
    ]);
    expect((await keys()).map(({ table }) => table)).toEqual(['CUSTOMERS']);
    await client.query("UPDATE all_triggers SET when_clause = 'NEW.ID2 <> OLD.ID'");
    expect((await keys()).map(({ table }) => table)).toEqual(['CUSTOMERS', 'ORDERS']);
  });

  it('reach a database unless they are numeric, and names of triggers fit old versions', async () => {
    await client.query(
      "DELETE FROM all_triggers; UPDATE all_tab_cols SET data_type = 'VARCHAR2' WHERE table_name = 'ORDERS'",
    );
    expect((await keys({ target: 'postgres' })).map(({ table }) => table)).toEqual(['CUSTOMERS']);
    expect((await keys()).map(({ table }) => table)).toEqual(['CUSTOMERS', 'ORDERS']);
    const names = ['A', 'B'].map((end) => keyTriggerName(`${'LONG_NAME_OF_A_TABLE_X_'}${end}`, 30));
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length === 30)).toBe(true);
  });

  it('a TRUNCATE that the task ignores is a note about every table', async () => {
    expect(await of('oracle-truncate')).toEqual([]);
    expect(await of('oracle-truncate', { ignoresTruncate: true })).toMatchObject([
      { severity: 'note', found: 'a TRUNCATE leaves the old rows of SALES.CUSTOMERS, SALES.ORDERS' },
    ]);
  });
});

describe('Oracle 11g', () => {
  it('is checked completely, without containers, LOGMINING and FETCH FIRST', async () => {
    await client.query(`
      UPDATE v$version SET banner = 'Oracle Database 11g Enterprise Edition Release 11.2.0.4.0 - 64bit Production';
      ALTER TABLE v$database RENAME COLUMN cdb TO no_cdb;
      DELETE FROM session_privs WHERE privilege = 'LOGMINING';
      DELETE FROM all_objects WHERE object_name = 'V_$CONTAINERS'`);
    try {
      const { evaluated, queries } = await run({}, { container: 'ORA-02003' });
      expect(evaluated.skipped).toEqual([]);
      expect(await problems()).toEqual([]);
      expect(queries.filter(({ sql }) => /FETCH FIRST|LISTAGG|JSON_|\bcdb\b/i.test(sql))).toEqual([]);
    } finally {
      await client.query('ALTER TABLE v$database RENAME COLUMN no_cdb TO cdb');
    }
  });
});

describe('the instance', () => {
  it('rejects Express Edition from 18c on, and Autonomous Database', async () => {
    await client.query(
      "UPDATE v$version SET banner = 'Oracle Database 18c Express Edition Release 18.0.0.0.0 - Production'",
    );
    expect(await problems()).toEqual([
      'oracle-edition | the source is Oracle Database 18c Express Edition Release 18.0.0.0.0 - Production',
    ]);
    await client.query(
      "UPDATE v$version SET banner = 'Oracle Database 11g Express Edition Release 11.2.0.2.0 - Production'",
    );
    expect(await problems()).toEqual([]);
    await client.query("INSERT INTO all_users VALUES ('C##CLOUD$SERVICE')");
    expect(await problems()).toEqual(['oracle-edition | the source is an Autonomous Database']);
  });

  it('rejects NOARCHIVELOG, with another fix on RDS', async () => {
    await client.query("UPDATE v$database SET log_mode = 'NOARCHIVELOG'");
    expect(await problems()).toEqual(['oracle-archivelog | log_mode is NOARCHIVELOG']);
    expect(await fixOf('oracle-archivelog')).toContain('ALTER DATABASE ARCHIVELOG;');
    expect(await problems({ mode: 'full-load' })).toEqual([]);
    await client.query("INSERT INTO all_users VALUES ('RDSADMIN')");
    expect(await fixOf('oracle-archivelog')).toContain('backup retention');
  });

  it('warns when archived logs are deleted before the longest gap between runs is over', async () => {
    await client.query(
      "UPDATE v$archived_log SET next_time = localtimestamp - interval '30 hours' WHERE deleted = 'YES'",
    );
    expect(await problems({ longestGapSeconds: 3_600 })).toEqual([]);
    expect(await problems({ longestGapSeconds: 72 * 3_600 })).toEqual([
      'oracle-archivelog-retention | archived logs are deleted after 30.0 hours, but they are needed for 72 hours',
    ]);
    await client.query("INSERT INTO all_users VALUES ('RDSADMIN')");
    expect(await fixOf('oracle-archivelog-retention', { longestGapSeconds: 72 * 3_600 })).toContain(
      "set_configuration('archivelog retention hours', 72)",
    );
  });

  it('needs minimal supplemental logging, and accepts IMPLICIT', async () => {
    await client.query("UPDATE v$database SET supplemental_log_data_min = 'NO'");
    expect(await fixOf('oracle-supplemental-logging-database')).toBe(
      'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;',
    );
    await client.query("UPDATE v$database SET supplemental_log_data_min = 'IMPLICIT'");
    expect(await problems()).toEqual([]);
  });

  it('rejects LogMiner in a pluggable database, and the root container', async () => {
    await client.query("UPDATE v$database SET cdb = 'YES'");
    expect(await fixOf('oracle-container')).toContain('useLogMinerReader: N');
    const connectionAttributes = 'useLogMinerReader=N;useBfile=Y';
    expect((await run({ connectionAttributes })).evaluated.passed).toContain('oracle-container');
    await client.query("UPDATE context SET value = 'CDB$ROOT' WHERE name = 'CON_NAME'");
    expect((await problems({ connectionAttributes }))[0]).toBe(
      'oracle-container | the connection leads to CDB$ROOT',
    );
  });

  it('warns of LogMiner on a standby, and of a profile that ends idle sessions', async () => {
    await client.query("UPDATE v$database SET database_role = 'PHYSICAL STANDBY'");
    await client.query('UPDATE user_resource_limits SET "limit" = \'30\'');
    expect(await problems()).toEqual([
      'oracle-standby | database_role is PHYSICAL STANDBY',
      'oracle-idle-time | IDLE_TIME is 30 minutes',
    ]);
  });

  it('never counts a check as passed whose query failed', async () => {
    const { evaluated } = await run({}, { database: 'ORA-00942', 'archived-logs': 'ORA-00942' });
    const skipped = evaluated.skipped.map(({ check }) => check);
    expect(skipped).toEqual([
      'oracle-archivelog',
      'oracle-archivelog-retention',
      'oracle-supplemental-logging-database',
      'oracle-container',
      'oracle-standby',
      'oracle-start-position',
    ]);
    expect(evaluated.skipped[0]?.because).toContain('ORA-00942');
    expect(evaluated.passed.filter((check) => skipped.includes(check))).toEqual([]);
  });
});

describe('the privileges', () => {
  it('needs exactly the privileges of the mode, and suggests the grants', async () => {
    await client.query("DELETE FROM session_privs WHERE privilege = 'LOGMINING'");
    await client.query("DELETE FROM all_objects WHERE object_name IN ('V_$ARCHIVED_LOG', 'DBMS_LOGMNR')");
    expect(await problems({ mode: 'full-load' })).toEqual([]);
    expect(await fixOf('oracle-capture-privileges')).toBe(
      'GRANT LOGMINING TO DMS;\nGRANT SELECT ON SYS.V_$ARCHIVED_LOG TO DMS;\nGRANT EXECUTE ON SYS.DBMS_LOGMNR TO DMS;',
    );
    await client.query("INSERT INTO all_users VALUES ('RDSADMIN')");
    expect(await fixOf('oracle-capture-privileges')).toContain(
      "EXEC rdsadmin.rdsadmin_util.grant_sys_object('V_$ARCHIVED_LOG', 'DMS', 'SELECT');",
    );
  });

  it('needs other privileges for the Binary Reader', async () => {
    const found = await problems({ connectionAttributes: 'useLogMinerReader=N;useBfile=Y' });
    expect(found).toEqual([
      'oracle-capture-privileges | DMS lacks CREATE ANY DIRECTORY, V_$TRANSPORTABLE_PLATFORM, DBA_DIRECTORIES, DBMS_FILE_TRANSFER, DBMS_FILE_GROUP',
    ]);
  });

  it('finds tables that the login cannot read', async () => {
    await client.query("DELETE FROM all_tab_privs WHERE table_name = 'ORDERS'");
    const readable = async () => (await run()).facts.tables.map(({ table, readable: may }) => [table, may]);
    expect(await readable()).toEqual([
      ['CUSTOMERS', true],
      ['ORDERS', false],
    ]);
    await client.query("INSERT INTO session_privs VALUES ('SELECT ANY TABLE')");
    expect(await readable()).toEqual([
      ['CUSTOMERS', true],
      ['ORDERS', true],
    ]);
  });
});

describe('the tables', () => {
  it('need all columns logged for S3 and without a key, or else the key', async () => {
    await client.query("DELETE FROM all_log_groups WHERE table_name = 'ORDERS'");
    expect(await fixOf('oracle-supplemental-logging-table')).toBe(
      'ALTER TABLE "SALES"."ORDERS" ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS;',
    );
    expect(await fixOf('oracle-supplemental-logging-table', { target: 'postgres' })).toBe(
      'ALTER TABLE "SALES"."ORDERS" ADD SUPPLEMENTAL LOG DATA (PRIMARY KEY) COLUMNS;',
    );
    await client.query("DELETE FROM all_constraints WHERE table_name = 'ORDERS'");
    expect(await fixOf('oracle-supplemental-logging-table', { target: 'postgres' })).toContain('(ALL)');
    const own = 'oracle-supplemental-logging-table';
    expect(await fixOf(own, { connectionAttributes: 'addSupplementalLogging=Y' })).toBeUndefined();
    await client.query("UPDATE v$database SET supplemental_log_data_all = 'YES'");
    expect(await fixOf(own)).toBeUndefined();
  });

  it('are a warning when the key is logged, because only unchanged columns arrive empty', async () => {
    await client.query("UPDATE all_log_groups SET log_group_type = 'PRIMARY KEY LOGGING'");
    const { evaluated } = await run();
    const found = evaluated.findings.filter(({ check }) => check === 'oracle-supplemental-logging-table');
    expect(found.map(({ severity, table }) => [table, severity])).toEqual([
      ['CUSTOMERS', 'warning'],
      ['ORDERS', 'warning'],
    ]);
    expect(await problems({ target: 'postgres' })).toEqual([]);
  });

  it('must not have names over 30 bytes, counted in bytes and not in characters', async () => {
    const long = 'A'.repeat(31);
    await client.query('INSERT INTO all_objects VALUES ($1, $2, $3)', ['SALES', long, 'TABLE']);
    const tables = [...request.tables, { schema: 'SALES', table: long, columns: [] }];
    const found = await problems({ tables });
    expect(found).toContain(`oracle-names-30-bytes | ${long} | ${long} has 31 bytes`);
    expect((await problems({ tables, mode: 'full-load' })).join()).not.toContain('30-bytes');
    const umlauts = column('ORDERS', 9, 'Ü'.repeat(16), 'NUMBER');
    const names = Object.keys(umlauts);
    await client.query(
      `INSERT INTO all_tab_cols (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(umlauts),
    );
    expect((await problems()).join()).toContain('has 32 bytes');
  });

  it('need a primary key for changes of LOBs', async () => {
    await client.query("UPDATE all_constraints SET status = 'DISABLED' WHERE table_name = 'ORDERS'");
    expect((await problems()).filter((line) => line.startsWith('oracle-lob'))).toEqual([
      'oracle-lob-without-key | ORDERS | NOTE, SCAN in a table without a primary key',
    ]);
    expect(await fixOf('oracle-lob-without-key')).toMatch(/^exclude-columns: \["NOTE","SCAN"\]/);
    const columns = ['NOTE', 'SCAN'].map((name) => ({ name, usedIn: 'exclude-columns' as const }));
    const tables = [{ schema: 'SALES', table: 'ORDERS', columns }];
    expect((await problems({ tables })).join()).not.toContain('oracle-lob');
    expect((await problems({ mode: 'full-load' })).join()).not.toContain('oracle-lob');
  });

  it('report virtual, invisible and encrypted columns, but not those that Oracle generates', async () => {
    await client.query(`
      INSERT INTO all_tab_cols (owner, table_name, column_name, data_type, nullable, hidden_column, virtual_column) VALUES
        ('SALES', 'ORDERS', 'TOTAL', 'NUMBER', 'Y', 'NO', 'YES'), ('SALES', 'ORDERS', 'GHOST', 'NUMBER', 'Y', 'YES', 'NO'),
        ('SALES', 'ORDERS', 'SYS_STS12', 'NUMBER', 'Y', 'YES', 'NO');
      INSERT INTO all_tab_cols (owner, table_name, column_name, data_type, data_type_owner, nullable, hidden_column, virtual_column)
        VALUES ('SALES', 'ORDERS', 'ADDRESS', 'ADDRESS_T', 'SALES', 'Y', 'NO', 'NO'),
          ('SALES', 'ORDERS', 'BODY', 'XMLTYPE', 'PUBLIC', 'Y', 'NO', 'NO');
      INSERT INTO all_encrypted_columns VALUES ('SALES', 'ORDERS', 'CARD')`);
    expect(await problems()).toEqual([
      'oracle-left-out-columns | ORDERS.ADDRESS | a column of the user-defined type SALES.ADDRESS_T, which arrives empty',
      'oracle-left-out-columns | ORDERS.TOTAL | a virtual column',
      'oracle-left-out-columns | ORDERS.GHOST | an invisible column',
      'oracle-encrypted-columns | ORDERS.CARD | the column is encrypted',
    ]);
    const columns = ['ADDRESS', 'TOTAL', 'GHOST'].map((name) => ({
      name,
      usedIn: 'exclude-columns' as const,
    }));
    const tables = [{ schema: 'SALES', table: 'ORDERS', columns }];
    const connectionAttributes = 'securityDbEncryptionName=key';
    expect(await problems({ tables, connectionAttributes })).toEqual([]);
  });

  it('report temporary tables and segments of index-organized tables', async () => {
    await client.query("UPDATE all_tables SET temporary = 'Y' WHERE table_name = 'ORDERS'");
    await client.query("UPDATE all_tables SET iot_type = 'IOT_OVERFLOW' WHERE table_name = 'CUSTOMERS'");
    expect(await problems()).toEqual([
      'oracle-special-tables | CUSTOMERS | a segment of an index-organized table (IOT_OVERFLOW)',
      'oracle-special-tables | ORDERS | a global temporary table',
    ]);
  });
});

describe('the shared checks', () => {
  const shared = async (more: Partial<CheckRequest> = {}, refuse: Readonly<Record<string, string>> = {}) => {
    const { facts } = await run(more, refuse);
    return evaluateSharedChecks({ ...request, ...more }, facts);
  };
  const found = ({ findings }: CheckResults, check: string) => findings.filter((one) => one.check === check);

  it('suggest the name in the dictionary', async () => {
    const evaluated = await shared({ tables: [{ schema: 'sales', table: 'orders', columns: [] }] });
    const [missing] = evaluated.findings.filter(({ severity }) => severity === 'error');
    expect(`${missing?.found} ${missing?.fix?.text}`).toContain('SALES.ORDERS');
  });

  it('measure a CLOB that does not fit, and report NUMBER without precision', async () => {
    await client.query(
      "UPDATE all_tab_cols SET data_precision = NULL, data_scale = NULL WHERE table_name = 'CUSTOMERS'",
    );
    const evaluated = await shared();
    const about = evaluated.findings.map(({ check, column: name }) => `${check} ${name ?? ''}`);
    expect(about.filter((line) => line.endsWith(' NOTE'))).not.toEqual([]);
    expect(about.filter((line) => line.endsWith(' SCAN'))).toEqual([]);
    expect(about.filter((line) => line.endsWith(' ID'))).not.toEqual([]);
    const asText = await shared({ connectionAttributes: 'numberDataTypeScale=-2' });
    expect(found(asText, 'column-cut')).toEqual([]);
  });

  it('are skipped without their facts', async () => {
    const evaluated = await shared({}, { names: 'ORA-00942' });
    expect(evaluated.skipped.length).toBeGreaterThan(5);
    expect(found(evaluated, 'table-exists')).toEqual([]);
    expect((await shared({}, { keys: 'ORA-01013' })).skipped.map(({ because }) => because)).toContain(
      'ORA-01013: table or view does not exist',
    );
  });
});

describe('names', () => {
  it.each(["O'Neil", 'a;b', '%', 'x) OR 1=1 --', 'Ünïcode', 'a:1'])(
    'the name of table %s is bound, not written into a statement',
    async (name) => {
      await client.query('INSERT INTO all_objects VALUES ($1, $2, $3)', ['SALES', name, 'TABLE']);
      const { queries, facts } = await run({ tables: [{ schema: 'SALES', table: name, columns: [] }] });
      expect(facts.tables.map(({ table }) => table)).toEqual([name]);
      expect(queries.filter(({ sql }) => name.length > 1 && sql.includes(name))).toEqual([]);
    },
  );

  it('a LOB column whose name contains a double quote is never written into a statement', async () => {
    await client.query(
      `INSERT INTO all_tab_cols (owner, table_name, column_name, data_type, nullable, hidden_column, virtual_column)
         VALUES ('SALES', 'CUSTOMERS', 'X") FROM dual; DROP TABLE t; --', 'CLOB', 'Y', 'NO', 'NO')`,
    );
    const { queries, facts } = await run();
    expect(queries.filter(({ sql }) => sql.includes('DROP'))).toEqual([]);
    expect(facts.tables[0]?.lobColumns).toEqual([
      { name: 'X") FROM dual; DROP TABLE t; --', sampled: false },
    ]);
  });
});
