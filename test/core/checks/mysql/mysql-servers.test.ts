import { missingForChanges, quotedLogin } from '../../../../core/checks/mysql/grants';
import { mysqlChecks } from '../../../../core/checks/mysql/mysql';
import type { QueryResult, Row } from '../../../../core/checks/query/query';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { type CheckedDatabase, checkDatabase, requestFor } from '../../../helpers/databases/check-database';

// Rows as the manual of MySQL and the guide of RDS show them, because Debian has no MySQL. real-mariadb.test.ts uses a real server.
// dev.mysql.com/doc/refman/8.0/en/show-grants.html, docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-stored-proc-configuring.html

interface Fixture {
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly grants?: readonly string[];
  readonly rds?: QueryResult;
  readonly extra?: string;
  readonly column?: string;
}

const notThere: QueryResult = {
  error: { code: '1146', message: 'Table mysql.rds_configuration does not exist' },
  milliseconds: 1,
};
const rows = (...found: readonly Row[]): QueryResult => ({ rows: found, milliseconds: 1 });
const healthy = {
  version: '8.0.36',
  basedir: '/usr/',
  log_bin: 'ON',
  server_id: '1',
  binlog_format: 'ROW',
  binlog_row_image: 'FULL',
  binlog_expire_logs_seconds: '2592000',
  expire_logs_days: '0',
  binlog_transaction_compression: 'OFF',
  log_replica_updates: 'ON',
  log_slave_updates: 'ON',
  gtid_mode: 'OFF',
  lower_case_table_names: '0',
};
const allGrants = ['GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `dms`@`%`'];

function check(fixture: Fixture, more: Partial<CheckRequest> = {}): Promise<CheckedDatabase> {
  const { variables = {}, grants = allGrants, rds = notThere, extra = '', column = 'id' } = fixture;
  const name = { table_schema: 'shop', table_name: 'Orders' };
  const results: Readonly<Record<string, QueryResult>> = {
    server: rows({
      version: variables['version'] ?? '8.0.36',
      utc: new Date().toISOString(),
      utc_offset_minutes: 0,
      login: 'dms@%',
    }),
    variables: rows(
      ...Object.entries<string | undefined>({ ...healthy, ...variables }).flatMap(([key, value]) =>
        value === undefined ? [] : [{ variable_name: key, value }],
      ),
    ),
    grants: rows(...grants.map((grant) => ({ 'grants for dms@%': grant }))),
    rds,
    names: rows({ ...name, table_type: 'BASE TABLE', engine: 'InnoDB', table_rows: '5', bytes: '16384' }),
    columns: rows({
      ...name,
      column_name: column,
      data_type: 'bigint',
      length: null,
      number_precision: '20',
      number_scale: '0',
      is_nullable: 'NO',
      extra,
      privileges: 'select',
    }),
    keys: rows({ ...name, index_name: 'PRIMARY', column_name: column }),
    triggers: rows({
      ...name,
      statement: `IF OLD.${column} <> NEW.${column} THEN SIGNAL SQLSTATE '45000'; END IF`,
    }),
    lobs: rows({ place: null, longest: null }),
  };
  return checkDatabase(mysqlChecks, requestFor('mysql', ['shop.Orders'], more), ({ id }) =>
    Promise.resolve(results[id] ?? notThere),
  );
}

it('finds nothing in a healthy MySQL 8', async () => {
  const found = await check({});
  expect(found.findings).toEqual([]);
  expect(found.skipped).toEqual([]);
});

it.each([
  ['mysql-log-bin', 'error', { log_bin: 'OFF' }],
  ['mysql-server-id', 'error', { server_id: '0' }],
  ['mysql-binlog-format', 'error', { binlog_format: 'STATEMENT' }],
  ['mysql-binlog-row-image', 'error', { binlog_row_image: 'NOBLOB' }],
  ['mysql-binlog-row-values', 'error', { binlog_row_value_options: 'PARTIAL_JSON' }],
  ['mysql-binlog-compression', 'error', { binlog_transaction_compression: 'ON' }],
  ['mysql-binlog-retention', 'warning', { binlog_expire_logs_seconds: '3600' }],
  ['mysql-log-replica-updates', 'warning', { log_replica_updates: 'OFF', read_only: 'ON' }],
  ['mysql-gtid', 'note', { gtid_mode: 'ON' }],
  ['mysql-aurora-reader', 'error', { aurora_version: '3.05.2', innodb_read_only: 'ON' }],
  ['mysql-name-case', 'error', { lower_case_table_names: '2' }],
  ['source-version', 'error', { version: '5.1.73' }],
  ['source-version', 'warning', { version: '9.1.0' }],
] as const)('%s %s', async (id, severity, variables) => {
  const { findings } = await check({ variables });
  expect(findings.map((one) => [one.check, one.severity])).toEqual([[id, severity]]);
});

it('a binary log that is never removed is kept long enough', async () => {
  const found = await check(
    { variables: { binlog_expire_logs_seconds: '0' } },
    { longestGapSeconds: 9_999_999 },
  );
  expect(found.passed).toContain('mysql-binlog-retention');
});

it('MySQL 5.7 counts in days', async () => {
  const days = { version: '5.7.44', binlog_expire_logs_seconds: undefined, expire_logs_days: '1' };
  const found = await check({ variables: days }, { longestGapSeconds: 3 * 86_400 });
  expect(found.of('mysql-binlog-retention')).toMatchObject([
    { fix: { text: expect.stringMatching(/^SET GLOBAL expire_logs_days = 3;/) } },
  ]);
});

it('RDS: retention comes from rds_configuration, and its procedure fixes it', async () => {
  const variables = { basedir: '/rdsdbbin/mysql-8.0.36.R1/' };
  const of = async (rds: QueryResult) =>
    (await check({ variables, rds }, { longestGapSeconds: 100_000 })).of('mysql-binlog-retention');
  expect(await of(rows({ name: 'binlog retention hours', value: null }))).toMatchObject([
    {
      found: expect.stringContaining('at once'),
      fix: { text: "CALL mysql.rds_set_configuration('binlog retention hours', 28);" },
    },
  ]);
  expect(await of(rows({ name: 'binlog retention hours', value: '24' }))).toHaveLength(1);
  expect(await of(rows({ name: 'binlog retention hours', value: '28' }))).toEqual([]);
  const unreadable = await check({ variables });
  expect(unreadable.skipped.map(({ check }) => check)).toEqual(['mysql-binlog-retention']);
});

it('RDS and Aurora enable the binary log in other places', async () => {
  const fix = async (variables: Readonly<Record<string, string>>) =>
    (await check({ variables: { log_bin: 'OFF', ...variables }, rds: rows({ value: '48' }) })).of(
      'mysql-log-bin',
    )[0]?.fix?.text;
  expect(await fix({ basedir: '/rdsdbbin/mysql/' })).toMatch(/backup retention period/);
  expect(await fix({ basedir: '/rdsdbbin/oscar/', aurora_version: '3.05.2' })).toMatch(
    /cluster parameter group/,
  );
});

it('an invisible primary key that MySQL 8.0.30 generated is an error', async () => {
  const found = await check({ column: 'my_row_id', extra: 'auto_increment INVISIBLE' });
  expect(found.findings).toMatchObject([
    {
      check: 'mysql-invisible-columns',
      severity: 'error',
      fix: { text: 'ALTER TABLE `shop`.`Orders` ALTER COLUMN `my_row_id` SET VISIBLE;' },
    },
  ]);
});

it.each([
  [['GRANT USAGE ON *.* TO `dms`@`%`'], ['REPLICATION CLIENT', 'REPLICATION SLAVE']],
  [['GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `dms`@`%`'], []],
  [['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION'], []],
  [
    ['GRANT REPLICATION SLAVE ON *.* TO `dms`@`%`', 'GRANT `reader`@`%` TO `dms`@`%`'],
    ['REPLICATION CLIENT'],
  ],
  [['GRANT ALL PRIVILEGES ON `shop`.* TO `dms`@`%`'], ['REPLICATION CLIENT', 'REPLICATION SLAVE']],
])('privileges %j lack %j', (grants, missing) => {
  expect(missingForChanges(new Map([['grants', rows(...grants.map((grant) => ({ g: grant })))]]))).toEqual(
    missing,
  );
});

it('a login is quoted for GRANT, whatever it contains', () => {
  expect(quotedLogin("o'b@r\\x@10.%")).toBe("'o''b@r\\\\x'@'10.%'");
});
