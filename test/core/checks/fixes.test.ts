import type { Client } from 'pg';
import { parse, stringify } from 'yaml';
import { allChecks } from '../../../core/checks/catalogue/all-checks';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import { mysqlChecks } from '../../../core/checks/mysql/mysql';
import type { NeededLog } from '../../../core/checks/position/needed-log';
import { postgresChecks } from '../../../core/checks/postgres/postgres';
import type { CheckFinding } from '../../../core/checks/report/check-report';
import { requestOfJob } from '../../../core/checks/request/request-of-job';
import { loadConfig } from '../../../core/config/load-config';
import { planMigrations } from '../../../core/planning/plan-migrations';
import type { TableShape } from '../../../core/tables/table-shape';
import { checkDatabase, type QueryDatabase, queryPostgres } from '../../helpers/databases/check-database';
import { hasMariaDb, queryMariaDb, useMariaDb } from '../../helpers/databases/mariadb';
import { usePostgres, withClient } from '../../helpers/databases/postgres';

/** A source and a job in which a check finds something whose fix can be executed. */
interface Scenario {
  readonly sql?: readonly string[];
  readonly encoding?: string;
  /** Role under which the checks run. */
  readonly role?: string;
  readonly mode?: string;
  readonly tables?: readonly unknown[];
  readonly job?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly engineVersion?: string;
  readonly neededLog?: NeededLog;
  readonly lastShapes?: readonly TableShape[];
}

/** `executed in <file>`, or the reason why nothing can be executed. */
type Elsewhere = string;

const table = (columns: string, more = ''): readonly string[] => [
  `CREATE TABLE t (${columns})`,
  ...(more === '' ? [] : [more]),
];
const rule = (action: string, column: string) => ({
  'rule-type': 'transformation',
  'rule-target': 'column',
  'rule-action': action,
  'object-locator': { 'schema-name': 'public', 'table-name': '%', 'column-name': column },
});
const settings = 'executed in postgres/server-settings.test.ts';
const servers = 'executed in postgres/real-server.test.ts';
const mariaDb = 'executed in mysql/real-mariadb.test.ts';

const shared: Readonly<Record<string, Scenario | Elsewhere>> = {
  'source-reachable': 'its fix is about the network and the secret',
  'source-version': { sql: table('id int PRIMARY KEY'), engineVersion: '3.5.4', mode: 'full-load' },
  'source-clock': 'its fix is the clock of the server',
  'source-time-zone': 'a note without a fix',
  'table-exists': { sql: table('id int PRIMARY KEY'), tables: ['public.T'], mode: 'full-load' },
  'pattern-matches': 'only the owner knows what the pattern should match',
  'table-kind': {
    sql: ['CREATE VIEW t AS SELECT 1 AS id'],
    mode: 'full-load',
  },
  'table-size': {
    sql: table('id int PRIMARY KEY', "UPDATE pg_class SET reltuples = 300000000 WHERE relname = 't'"),
    mode: 'full-load',
  },
  'table-key': 'executed in mysql/real-mariadb.test.ts',
  'table-names': {
    sql: ['CREATE TABLE "a/b" (id int PRIMARY KEY)'],
    tables: [{ schema: 'public', table: 'a/b', match: 'exact' }],
    mode: 'full-load',
  },
  'table-collision': {
    sql: ['CREATE TABLE t (id int PRIMARY KEY)', 'CREATE TABLE "T" (id int PRIMARY KEY)'],
    tables: ['public.%'],
    mode: 'full-load',
    job: { lake: { 'lower-case': true } },
  },
  'column-exists': 'its fix replaces a name inside of an entry',
  'column-dropped': { sql: table('id int PRIMARY KEY, o oid'), mode: 'full-load' },
  'column-cut': { sql: table('id int PRIMARY KEY, n numeric'), mode: 'full-load' },
  'column-reshaped': 'a note without a fix',
  'lob-size': {
    sql: table('id int PRIMARY KEY, b text', "INSERT INTO t VALUES (1, repeat('x', 50000))"),
    mode: 'full-load',
  },
  'key-merged': { sql: table('at time PRIMARY KEY'), mode: 'full-load' },
  'column-collision': {
    sql: table('id int PRIMARY KEY, a int, "A" int'),
    mode: 'full-load',
    job: { rules: [rule('convert-lowercase', '%')] },
  },
  'key-left-out': {
    sql: table('id int PRIMARY KEY, b int'),
    tables: [{ table: 'public.t', 'exclude-columns': ['id', 'b'] }],
  },
  'values-merged': { sql: table('id int PRIMARY KEY, at time'), mode: 'full-load' },
  'schema-drift': {
    sql: table('id int PRIMARY KEY'),
    mode: 'full-load',
    lastShapes: [
      {
        engine: 'postgres',
        schema: 'public',
        table: 't',
        primaryKey: ['id'],
        columns: [
          { name: 'id', type: 'integer', nullable: false },
          { name: 'b', type: 'text', nullable: true },
        ],
      },
    ],
  },
};

const postgres: Readonly<Record<string, Scenario | Elsewhere>> = {
  'postgres-wal-level': settings,
  'postgres-synchronous-commit': 'a parameter group of Aurora',
  'postgres-replication-slots': settings,
  'postgres-wal-senders': settings,
  'postgres-worker-processes': 'a parameter group of RDS',
  'postgres-wal-sender-timeout': settings,
  'postgres-idle-transaction-timeout': servers,
  'postgres-slot-lag': settings,
  'postgres-slot-wal-keep-size': settings,
  'postgres-position-kept': {
    sql: table('id int PRIMARY KEY'),
    mode: 'cdc',
    attributes: { slotName: 'fixes_own' },
    job: { 'start-from': { position: 'FFFFFFFF/0' } },
    neededLog: { action: 'start', origin: 'start-from', position: 'FFFFFFFF/0' },
  },
  'postgres-long-transactions': 'it takes a transaction of ten minutes',
  'postgres-standby': 'a connection to another server',
  'postgres-replication-privilege': servers,
  'postgres-ddl-capture': { sql: table('id int PRIMARY KEY'), role: 'fixes_reader' },
  'postgres-select-privilege': servers,
  'postgres-row-security': servers,
  'postgres-replica-identity': { sql: table('id int NOT NULL UNIQUE') },
  'postgres-large-values': { sql: table('id int PRIMARY KEY, b text') },
  'postgres-changed-keys': { sql: table('id int PRIMARY KEY') },
  'postgres-partitioned-tables': {
    sql: table(
      'id int PRIMARY KEY) PARTITION BY RANGE (id',
      'CREATE TABLE t_a PARTITION OF t FOR VALUES FROM (0) TO (9)',
    ),
  },
  'postgres-decoding-plugin': 'executed in postgres/real-server.test.ts',
  'postgres-unlogged-tables': { sql: ['CREATE UNLOGGED TABLE t (id int PRIMARY KEY)'] },
  'postgres-encoding': { sql: table('id int PRIMARY KEY'), encoding: 'LATIN1' },
  'postgres-text-formats': {
    sql: [
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET DateStyle = German', current_database()); END $$",
      ...table('id int PRIMARY KEY, d date'),
    ],
  },
  'postgres-generated-columns': {
    sql: table('id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) VIRTUAL'),
  },
  'postgres-array-without-key': { sql: table('a int[]'), mode: 'full-load' },
  'postgres-unbounded-varchar': {
    sql: table('id int PRIMARY KEY, v varchar', "INSERT INTO t VALUES (1, repeat('z', 9000))"),
  },
  'postgres-coalesce-index': {
    sql: table('id int PRIMARY KEY, a int', 'CREATE UNIQUE INDEX t_i ON t (coalesce(a, 0))'),
  },
};

const mysql: Readonly<Record<string, Scenario | Elsewhere>> = {
  'mysql-log-bin': 'needs another start of the server',
  'mysql-server-id': 'needs another start of the server',
  'mysql-binlog-format': mariaDb,
  'mysql-binlog-row-image': mariaDb,
  'mysql-binlog-row-values': 'MariaDB has no such option',
  'mysql-binlog-compression': mariaDb,
  'mysql-binlog-retention': mariaDb,
  'mysql-position-kept': 'commands, executed in functions/advice.test.ts',
  'mysql-log-replica-updates': 'a setting of my.cnf',
  'mysql-aurora-reader': 'another host in the secret',
  'mysql-gtid': 'a note without a fix',
  'mysql-replication-privilege': mariaDb,
  'mysql-select-privilege': mariaDb,
  'mysql-session-settings': {
    sql: ["SET GLOBAL time_zone = '+05:30'", 'CREATE TABLE t (id int PRIMARY KEY, at timestamp)'],
  },
  'mysql-character-sets': {
    sql: ['CREATE TABLE t (id int PRIMARY KEY, a varchar(9)) DEFAULT CHARSET cp1251'],
  },
  'mysql-changed-keys': { sql: ['CREATE TABLE t (id int PRIMARY KEY)'] },
  'mysql-truncate': { sql: ['CREATE TABLE t (id int PRIMARY KEY)'] },
  'mysql-storage-engine': { sql: ['CREATE TABLE t (id int PRIMARY KEY) ENGINE = MyISAM'] },
  'mysql-system-versioned-tables': 'DMS does not read such tables',
  'mysql-generated-columns': { sql: ['CREATE TABLE t (id int PRIMARY KEY, g int AS (id * 2) VIRTUAL)'] },
  'mysql-invisible-columns': { sql: ['CREATE TABLE t (id int PRIMARY KEY, i int INVISIBLE DEFAULT 1)'] },
  'mysql-name-case': 'set when the server is initialized',
};

const noOracle = 'no Oracle here: its SQL is compared in oracle/oracle.test.ts';
const noSqlServer = 'no SQL Server here: its SQL is compared in sqlserver/sqlserver.test.ts';

const others: Readonly<Record<string, Elsewhere>> = {
  'existing-endpoint': 'another endpoint, which only its owner knows',
  'existing-file-settings': 'executed in core/checks/existing.test.ts',
  'existing-database': 'settings of an endpoint that others own',
  'existing-bucket': 'settings of a bucket that others own',
  'existing-key': 'commands of the owner, and another key, which only its owner knows',
  'existing-topic': 'the policy of a topic that others own',
  'existing-instance': 'another instance, which only its owner knows',
  'existing-route': 'executed in application/sources/route-problems.test.ts',
  'oracle-edition': 'another mode, or another edition of the server',
  'oracle-archivelog': noOracle,
  'oracle-archivelog-retention': noOracle,
  'oracle-supplemental-logging-database': noOracle,
  'oracle-supplemental-logging-table': noOracle,
  'oracle-container': 'an attribute of the connection that only the Binary Reader takes',
  'oracle-standby': 'an attribute of the connection that only the Binary Reader takes',
  'oracle-compatible': 'a note without a fix',
  'oracle-character-set': 'a conversion of the database by a tool of Oracle',
  'oracle-idle-time': noOracle,
  'oracle-position-kept': 'commands, executed in functions/advice.test.ts',
  'oracle-start-position': 'a note without a fix',
  'oracle-dictionary-privileges': noOracle,
  'oracle-table-privileges': noOracle,
  'oracle-capture-privileges': noOracle,
  'oracle-names-30-bytes': 'only the owner can rename a table or a column',
  'oracle-lob-without-key': 'an edit like that of postgres-generated-columns',
  'oracle-changed-keys': noOracle,
  'oracle-truncate': 'the edit of mysql-truncate',
  'oracle-left-out-columns': 'an edit like that of postgres-generated-columns',
  'oracle-encrypted-columns': 'an edit like that of postgres-generated-columns',
  'oracle-special-tables': 'DMS does not read such tables',
  'sqlserver-edition': 'another mode, or another edition of the server',
  'sqlserver-way-of-capture': 'a note that names the method',
  'sqlserver-recovery-model': noSqlServer,
  'sqlserver-full-backup': noSqlServer,
  'sqlserver-log-retention': noSqlServer,
  'sqlserver-log-reuse': 'a note without a fix',
  'sqlserver-capture-database': noSqlServer,
  'sqlserver-capture-table': noSqlServer,
  'sqlserver-agent': 'a service of the operating system',
  'sqlserver-position-kept': 'commands, executed in functions/advice.test.ts',
  'sqlserver-database-options': noSqlServer,
  'sqlserver-privileges': noSqlServer,
  'sqlserver-table-privileges': noSqlServer,
  'sqlserver-changed-keys': noSqlServer,
  'sqlserver-special-tables': 'DMS does not read such tables',
  'sqlserver-special-columns': noSqlServer,
};

/** A configuration as people write it, with the edits of the fixes. */
class Configuration {
  readonly #connections;
  readonly #environment;
  readonly #department;
  readonly #job: Record<string, unknown> & { tables: unknown[] };

  constructor(engine: string, schema: string, database: string, scenario: Scenario) {
    const {
      mode = 'full-load-and-cdc',
      tables = [`${schema}.t`],
      job = {},
      attributes,
      engineVersion = '3.6.1',
    } = scenario;
    this.#connections = {
      sources: {
        db: {
          engine,
          database,
          secret: 'lakeferry/db',
          ...(attributes === undefined ? {} : { 'connection-attributes': { ...attributes } }),
        } as Record<string, unknown>,
      },
      targets: { lake: { engine: 's3' } },
    };
    this.#environment = {
      environment: 'local',
      account: '000000000000',
      region: 'eu-west-1',
      network: { cidr: '10.42.0.0/16' },
      'replication-instance': {
        class: 'dms.t3.medium',
        'storage-gib': 50,
        'multi-az': false,
        'engine-version': engineVersion,
      },
    };
    this.#job = { name: 'j', mode, tables: [...tables], ...job };
    this.#department = {
      department: 'd',
      owner: 'd@example.com',
      source: 'db',
      target: 'lake',
      jobs: [this.#job],
    };
  }

  get plan() {
    const files = [
      ['connections', this.#connections],
      ['environments/local', this.#environment],
      ['departments/d', this.#department],
    ].map(([name, content]) => ({ path: `config/${String(name)}.yaml`, text: stringify(content) }));
    const loaded = loadConfig(files, new Date('2026-11-29T00:00:00Z'));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const job = planMigrations(loaded.config, 'local').departments[0]?.jobs[0];
    if (job?.connection === undefined) throw new Error('the job is not in the plan');
    return { job, connection: job.connection };
  }

  /** Edits the files as the fix of a finding says. */
  edit({ schema, table: name, fix }: CheckFinding): void {
    for (const line of (fix?.text ?? '').split('\n')) {
      const entry = this.#job.tables.findIndex((one) => nameOf(one) === `${schema}.${name}`);
      if (line.startsWith('# remove the entry of')) {
        this.#job.tables.splice(entry, 1);
        continue;
      }
      const value: unknown = parse(line);
      if (Array.isArray(value)) this.#addEntry(value[0], entry);
      else
        for (const [key, set] of Object.entries(value as Record<string, unknown>)) this.#set(key, set, entry);
    }
  }

  /** Replaces the entry of the same table, or of the table that does not exist. */
  #addEntry(value: unknown, entry: number): void {
    const known = this.#job.tables.findIndex(
      (one) => nameOf(one).toLowerCase() === nameOf(value).toLowerCase(),
    );
    if (known >= 0 || (entry >= 0 && this.#job.tables.length === 1 && !nameOf(value).includes('_')))
      this.#job.tables[known >= 0 ? known : entry] = value;
    else this.#job.tables.push(value);
  }

  #set(key: string, value: unknown, entry: number): void {
    if (key === 'connection-attributes') {
      const { db } = this.#connections.sources;
      db['connection-attributes'] = {
        ...(db['connection-attributes'] as object | undefined),
        ...(value as object),
      };
    } else if (key === 'engine-version') this.#environment['replication-instance'][key] = String(value);
    else if (key === 'exclude-columns') {
      const written = this.#job.tables[entry];
      this.#job.tables[entry] = {
        ...(typeof written === 'string' ? { table: written } : (written as object)),
        [key]: value,
      };
    } else this.#job[key] = value;
  }
}

function nameOf(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const { schema, table: name } = entry as { schema?: string; table: string };
  return schema === undefined ? name : `${schema}.${name}`;
}

interface Source {
  readonly checks: EngineChecks;
  readonly engine: string;
  readonly schema: string;
  readonly database: string;
  /** A round of queries in a session of its own. */
  readonly session: <T>(work: (query: QueryDatabase) => Promise<T>) => Promise<T>;
  readonly run: (sql: string) => Promise<unknown>;
}

/** Applies the fixes of the check, round by round, until it finds nothing more. */
async function expectWayOut(id: string, scenario: Scenario, source: Source): Promise<void> {
  const configuration = new Configuration(source.engine, source.schema, source.database, scenario);
  const found = async (): Promise<readonly CheckFinding[]> => {
    const { job, connection } = configuration.plan;
    const { neededLog, lastShapes = [] } = scenario;
    const known = {
      now: new Date().toISOString(),
      lastShapes,
      ...(neededLog === undefined ? {} : { neededLog }),
    };
    const request = requestOfJob(job, connection, known);
    const { findings } = await source.session((query) => checkDatabase(source.checks, request, query));
    return findings.filter(({ check, fix }) => check === id && fix !== undefined);
  };
  const first = await found();
  expect(first.map(({ check }) => check)).toContain(id);
  for (let round = 0, rest = first; round < 3 && rest.length > 0; round += 1) {
    for (const finding of rest)
      if (finding.fix?.kind === 'sql') await source.run(finding.fix.text);
      else configuration.edit(finding);
    rest = await found();
  }
  expect(await found()).toEqual([]);
}

const executed = (table: Readonly<Record<string, Scenario | Elsewhere>>) =>
  Object.entries(table).filter((entry): entry is [string, Scenario] => typeof entry[1] !== 'string');

it('each check has a scenario, or says why its fix is not executed here', () => {
  const known = { ...shared, ...postgres, ...mysql, ...others };
  const ids = allChecks.flatMap(({ checks }) => checks.map(({ id }) => id));
  expect(ids.filter((id) => known[id] === undefined)).toEqual([]);
  expect(Object.keys(known).filter((id) => !ids.includes(id))).toEqual([]);
});

describe('PostgreSQL', () => {
  const server = usePostgres();
  let made = 0;
  beforeAll(() =>
    withClient(server(), 'postgres', (client) => client.query('CREATE ROLE fixes_reader LOGIN REPLICATION')),
  );

  it.each(executed({ ...shared, ...postgres }))('the fix of %s leads out', async (id, scenario) => {
    made += 1;
    const database = `fixes${made}`;
    const encoding = scenario.encoding ?? 'UTF8';
    await withClient(server(), 'postgres', (client) =>
      client.query(
        `CREATE DATABASE ${database} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      ),
    );
    const run = (sql: string) => withClient(server(), database, (client: Client) => client.query(sql));
    for (const sql of scenario.sql ?? []) await run(sql);
    const session: Source['session'] = (work) =>
      withClient(server(), database, async (client) => {
        if (scenario.role !== undefined) await client.query(`SET SESSION AUTHORIZATION ${scenario.role}`);
        return work(queryPostgres(client));
      });
    await expectWayOut(id, scenario, {
      checks: postgresChecks,
      engine: 'postgres',
      schema: 'public',
      database,
      session,
      run,
    });
    if (scenario.attributes?.['slotName'] !== undefined)
      await run("SELECT pg_drop_replication_slot('fixes_own')");
  });
});

(hasMariaDb ? describe : describe.skip)('MariaDB', () => {
  const server = useMariaDb(['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1']);

  it.each(executed(mysql))('the fix of %s leads out', async (id, scenario) => {
    const connection = await server().connect();
    const run = async (sql: string) => server().script('shop', sql);
    await connection.query('CREATE OR REPLACE DATABASE shop');
    for (const sql of scenario.sql ?? []) await run(sql);
    await expectWayOut(id, scenario, {
      checks: mysqlChecks,
      engine: 'mysql',
      schema: 'shop',
      database: 'shop',
      session: (work) => work(queryMariaDb(connection)),
      run,
    });
    await connection.end();
  });
});
