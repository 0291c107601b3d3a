import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sqlServerCatalogue as catalogue } from './catalogue';
import { bracketed, literal } from './names';
import { positionKept } from './position';
import { type Server, serverOf, wayOfCapture } from './server';

/** What is told by the server and the database. */
export function serverChecks(
  request: CheckRequest,
  facts: SourceFacts,
  results: QueryResults,
): readonly Ruling[] {
  const server = serverOf(results);
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const why = whyUnavailable(results, question);
    return why === undefined ? say() : { skippedBecause: why };
  };
  const onDatabase = (say: (database: Row) => Outcome) => (): Outcome =>
    server.database === undefined
      ? { skippedBecause: whyUnavailable(results, 'database') ?? 'sys.databases does not show the database' }
      : say(server.database);
  const tables = facts.tables.filter(({ kind }) => kind === 'table' || kind === 'partitioned-table');
  const keyless = tables.filter(({ primaryKey }) => primaryKey.length === 0).length;
  return [
    { check: catalogue.edition, say: when('version', () => edition(server, request)) },
    { check: catalogue.advice, say: when('version', () => advice(server, keyless)) },
    { check: catalogue.recoveryModel, say: onDatabase((row) => recoveryModel(row)) },
    { check: catalogue.fullBackup, say: onDatabase((row) => fullBackup(row, results)) },
    { check: catalogue.cdcDatabase, say: onDatabase((row) => captureDatabase(row, server, keyless)) },
    { check: catalogue.agent, say: when('agent', () => agent(server, results)) },
    { check: catalogue.logRetention, say: when('capture-job', () => retention(request, results)) },
    { check: catalogue.positionKept, say: () => positionKept(request, results) },
    { check: catalogue.logReuse, say: onDatabase(logReuse) },
    { check: catalogue.databaseOptions, say: onDatabase(options) },
  ];
}

const oneOff = 'mode: full-load   # with a schedule after the source’s refresh';

function edition(server: Server, { mode }: CheckRequest): Outcome {
  const changes = mode !== 'full-load';
  if (/Express/i.test(server.edition)) return [finding(catalogue.edition, server.edition)];
  if (!changes) return [];
  if (server.engineEdition === 5 || /Web/i.test(server.edition) || server.isReadOnly)
    return [
      finding(catalogue.edition, server.isReadOnly ? 'the database is read-only' : server.edition, {
        fix: { kind: 'config', text: oneOff },
      }),
    ];
  return [];
}

function advice(server: Server, keyless: number): Outcome {
  const { way, because } = wayOfCapture(server, keyless);
  return [
    finding(catalogue.advice, `${way}: ${because}`, {
      ...(way === 'a daily one-off' ? { fix: { kind: 'config' as const, text: oneOff } } : {}),
    }),
  ];
}

function recoveryModel(row: Row): Outcome {
  const model = textOf(row, 'recovery_model_desc') ?? '';
  if (model !== 'SIMPLE') return [];
  return [
    finding(catalogue.recoveryModel, `recovery_model_desc is ${model}`, {
      fix: {
        kind: 'sql',
        text: `ALTER DATABASE ${bracketed(textOf(row, 'name') ?? '')} SET RECOVERY FULL;\n-- then a full backup`,
      },
    }),
  ];
}

function fullBackup(row: Row, results: QueryResults): Outcome {
  // What the simple recovery model lacks, its own check says.
  if (textOf(row, 'recovery_model_desc') === 'SIMPLE')
    return { skippedBecause: 'the recovery model is SIMPLE' };
  const chain = rowsOf(results, 'log-chain')[0];
  if (chain === undefined)
    return {
      skippedBecause: whyUnavailable(results, 'log-chain') ?? 'the login does not see the log’s state',
    };
  if (textOf(chain, 'last_log_backup_lsn') !== undefined) return [];
  const name = textOf(row, 'name') ?? '';
  return [
    finding(catalogue.fullBackup, 'there is no full backup that log backups could follow', {
      fix: { kind: 'sql', text: `BACKUP DATABASE ${bracketed(name)} TO DISK = ${literal(`${name}.bak`)};` },
    }),
  ];
}

function captureDatabase(row: Row, server: Server, keyless: number): Outcome {
  const { way } = wayOfCapture(server, keyless);
  if (isYes(row, 'is_cdc_enabled')) return [];
  if (way === 'MS-Replication' && server.hasDistributor) return [];
  const name = textOf(row, 'name') ?? '';
  if (way === 'MS-Replication')
    return [
      finding(catalogue.cdcDatabase, 'neither MS-CDC nor a distributor is there', {
        fix: { kind: 'sql', text: 'EXEC sp_adddistributor @distributor = @@SERVERNAME;' },
      }),
    ];
  return [
    finding(catalogue.cdcDatabase, 'is_cdc_enabled is 0', {
      fix:
        way === 'MS-CDC'
          ? {
              kind: 'sql',
              text: server.isRds
                ? `EXEC msdb.dbo.rds_cdc_enable_db ${literal(name)};`
                : `USE ${bracketed(name)};\nEXEC sys.sp_cdc_enable_db;`,
            }
          : { kind: 'config', text: oneOff },
    }),
  ];
}

function agent(server: Server, results: QueryResults): Outcome {
  // RDS keeps it running and does not show it.
  if (server.isRds) return [];
  const status = textOf(rowsOf(results, 'agent')[0], 'status_desc');
  if (status === 'Running') return [];
  return [
    finding(
      catalogue.agent,
      status === undefined ? 'there is no SQL Server Agent' : `the agent’s status is ${status}`,
      {
        fix: { kind: 'setting', text: 'start the service SQL Server Agent, and let it start by itself' },
      },
    ),
  ];
}

/** Seconds; the most that sp_cdc_change_job takes, and what the guide advises. */
const advisedPolling = 86_399;

function retention(request: CheckRequest, results: QueryResults): Outcome {
  const row = rowsOf(results, 'capture-job')[0];
  const polling = numberOf(row, 'pollinginterval');
  if (row === undefined || polling === undefined)
    return { skippedBecause: 'there is no capture job of MS-CDC' };
  if (polling >= Math.min(advisedPolling, Math.max(3_600, request.longestGapSeconds ?? advisedPolling)))
    return [];
  return [
    finding(catalogue.logRetention, `the capture job reads, and frees, the log every ${polling} seconds`, {
      fix: {
        kind: 'sql',
        text: `EXEC sys.sp_cdc_change_job @job_type = 'capture', @pollinginterval = ${advisedPolling};\nEXEC sys.sp_cdc_stop_job @job_type = 'capture';\nEXEC sys.sp_cdc_start_job @job_type = 'capture';`,
      },
    }),
  ];
}

function logReuse(row: Row): Outcome {
  const wait = textOf(row, 'log_reuse_wait_desc') ?? 'NOTHING';
  if (wait === 'NOTHING' || wait === 'LOG_BACKUP' || wait === 'CHECKPOINT') return [];
  return [finding(catalogue.logReuse, `log_reuse_wait_desc is ${wait}`)];
}

function options(row: Row): Outcome {
  const name = bracketed(textOf(row, 'name') ?? '');
  const durability = textOf(row, 'delayed_durability_desc') ?? 'DISABLED';
  return [
    ...(isYes(row, 'is_accelerated_database_recovery_on')
      ? [
          finding(catalogue.databaseOptions, 'accelerated database recovery is on', {
            fix: {
              kind: 'sql' as const,
              text: `ALTER DATABASE ${name} SET ACCELERATED_DATABASE_RECOVERY = OFF;`,
            },
          }),
        ]
      : []),
    ...(durability === 'DISABLED'
      ? []
      : [
          finding(catalogue.databaseOptions, `delayed_durability_desc is ${durability}`, {
            fix: { kind: 'sql' as const, text: `ALTER DATABASE ${name} SET DELAYED_DURABILITY = DISABLED;` },
          }),
        ]),
  ];
}
