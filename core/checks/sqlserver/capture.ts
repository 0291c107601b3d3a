import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, rowOf, rowsOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding, placeOf, settingFix, sqlFix } from '../report/finding';
import { type CaptureMethod, captureMethod } from './capture-method';
import { cdcGuide, define } from './definitions';
import { sqlServerDialect } from './dialect';
import { rowsOfTable } from './facts/table-rows';
import {
  loadDaily,
  type SqlServer,
  type SqlServerSource,
  type SqlServerTable,
  withoutDatabase,
} from './sqlserver-source';

const ofDatabase = define('capture-database', {
  modes: 'changes',
  severity: 'error',
  title: 'the database captures changes',
  why: 'without MS-CDC or MS-Replication, the log does not contain updates completely',
  source: cdcGuide,
});

/** See docs/pitfalls.md#tables-without-a-primary-key */
const ofTable = define('capture-table', {
  modes: 'changes',
  severity: 'error',
  title: 'the changes of each table are captured',
  why: 'a table with a key needs MS-CDC or an article of MS-Replication, and a table without a key needs MS-CDC',
  source: cdcGuide,
});

const agent = define('agent', {
  modes: 'changes',
  severity: 'error',
  title: 'SQL Server Agent runs',
  why: 'the capture job of MS-CDC and the log reader of MS-Replication are jobs of the agent',
  source: cdcGuide,
});

export const captureChecks: readonly Check<SqlServerSource>[] = [
  {
    definition: ofDatabase,
    skip: withoutDatabase,
    evaluate(source) {
      const { server } = source;
      if (isYes(server.database, 'is_cdc_enabled')) return [];
      const { method } = captureMethod(source);
      if (method === 'MS-Replication' && server.hasDistributor) return [];
      const found =
        method === 'MS-Replication'
          ? 'neither MS-CDC nor a distributor is configured'
          : 'is_cdc_enabled is 0';
      return [finding(ofDatabase, found, { fix: databaseFix(method, server) })];
    },
  },
  {
    definition: ofTable,
    skip: withoutResult('tables'),
    evaluate: (source) => source.tables.flatMap((table) => tableCapture(source, table)),
  },
  {
    definition: agent,
    skip: withoutResult('agent'),
    evaluate({ server, results }) {
      // RDS keeps the agent running, and does not show it.
      if (server.isRds) return [];
      const status = textOf(rowOf(results, 'agent'), 'status_desc');
      if (status === 'Running') return [];
      return [
        finding(
          agent,
          status === undefined
            ? 'SQL Server Agent does not exist'
            : `the status of SQL Server Agent is ${status}`,
          { fix: settingFix('start the service SQL Server Agent, and set its start type to automatic') },
        ),
      ];
    },
  },
];

function databaseFix(method: CaptureMethod, { database, isRds }: SqlServer) {
  const name = textOf(database, 'name') ?? '';
  const { identifier, literal } = sqlServerDialect;
  switch (method) {
    case 'MS-Replication':
      return sqlFix('EXEC sp_adddistributor @distributor = @@SERVERNAME;');
    case 'MS-CDC':
      return sqlFix(
        isRds
          ? `EXEC msdb.dbo.rds_cdc_enable_db ${literal(name)};`
          : `USE ${identifier(name)};\nEXEC sys.sp_cdc_enable_db;`,
      );
    case 'a daily full load':
      return loadDaily;
  }
}

function tableCapture(source: SqlServerSource, { name, facts }: SqlServerTable): readonly CheckFinding[] {
  const { server, results } = source;
  const row = rowsOfTable(name, rowsOf(results, 'tables'))[0];
  const hasKey = facts.primaryKey.length > 0;
  if (isYes(row, 'is_tracked_by_cdc')) return [];
  if (hasKey && (isYes(row, 'is_replicated') || isYes(row, 'is_published'))) return [];
  // With a distributor, DMS itself creates the publication and its articles.
  const { method } = captureMethod(source);
  if (method === 'MS-Replication' && server.hasDistributor && hasKey) return [];
  const { literal } = sqlServerDialect;
  const enable =
    `EXEC sys.sp_cdc_enable_table @source_schema = ${literal(name.schema)}, ` +
    `@source_name = ${literal(name.table)}, @role_name = NULL;`;
  return [
    finding(
      ofTable,
      hasKey
        ? 'neither MS-CDC nor MS-Replication captures the table'
        : 'the table has no key, and MS-CDC does not capture it',
      { ...placeOf(name), ...(server.supportsMsCdc ? { fix: sqlFix(enable) } : {}) },
    ),
  ];
}
