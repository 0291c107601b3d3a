import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import type { QueryResults, Row } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { oracleCatalogue as catalogue } from './catalogue';
import { bannerOf, versionOf } from './facts';
import { positionKept } from './position';

/** RDS wants its own package in place of ALTER DATABASE. */
export function isRds(results: QueryResults): boolean {
  return rowsOf(results, 'managed').some((row) => textOf(row, 'username') === 'RDSADMIN');
}

export function readsByLogMiner({ connectionAttributes = '' }: CheckRequest): boolean {
  return !/useLogminerReader=(n|false)/i.test(connectionAttributes);
}

/** What is told by the instance alone. */
export function instanceChecks(request: CheckRequest, results: QueryResults): readonly Ruling[] {
  const database = rowsOf(results, 'database')[0];
  const onDatabase = (say: (row: Row) => Outcome) => (): Outcome =>
    database === undefined
      ? { skippedBecause: whyUnavailable(results, 'database') ?? 'v$database is empty' }
      : say(database);
  return [
    { check: catalogue.edition, say: () => edition(results) },
    { check: catalogue.archiveLog, say: onDatabase((row) => archiveLog(row, isRds(results))) },
    { check: catalogue.archiveLogRetention, say: () => retention(request, results) },
    { check: catalogue.supplementalDatabase, say: onDatabase((row) => supplemental(row, isRds(results))) },
    { check: catalogue.container, say: onDatabase((row) => container(row, request, results)) },
    { check: catalogue.standby, say: onDatabase((row) => standby(row, request)) },
    { check: catalogue.compatible, say: () => compatible(results) },
    { check: catalogue.characterSet, say: () => characterSet(results) },
    { check: catalogue.positionKept, say: () => positionKept(request, results) },
    { check: catalogue.startPosition, say: onDatabase(startPosition) },
    { check: catalogue.idleTime, say: () => idleTime(results) },
  ];
}

function edition(results: QueryResults): Outcome {
  const banner = bannerOf(results);
  if (banner === '') return { skippedBecause: whyUnavailable(results, 'version') ?? 'v$version is empty' };
  const autonomous = rowsOf(results, 'managed').some((row) => textOf(row, 'username') === 'C##CLOUD$SERVICE');
  if (autonomous) return [finding(catalogue.edition, 'Autonomous Database')];
  const major = Number(versionOf(results).split('.')[0]);
  if (!/Express Edition/i.test(banner) || major < 18) return [];
  return [
    finding(catalogue.edition, banner, {
      fix: { kind: 'config', text: 'mode: full-load   # with a schedule' },
    }),
  ];
}

function archiveLog(row: Row, rds: boolean): Outcome {
  const mode = textOf(row, 'log_mode') ?? '';
  if (mode !== 'NOARCHIVELOG') return [];
  return [
    finding(catalogue.archiveLog, `log_mode is ${mode}`, {
      fix: rds
        ? { kind: 'setting', text: 'RDS: set the backup retention period to 1 day or more' }
        : {
            kind: 'sql',
            text: 'SHUTDOWN IMMEDIATE\nSTARTUP MOUNT\nALTER DATABASE ARCHIVELOG;\nALTER DATABASE OPEN;',
          },
    }),
  ];
}

/** The guide asks for 24 hours at least; more where the job looks after its task more seldom (C3). */
const leastHours = 24;

function retention(request: CheckRequest, results: QueryResults): Outcome {
  const row = rowsOf(results, 'archived-logs')[0];
  if (row === undefined)
    return { skippedBecause: whyUnavailable(results, 'archived-logs') ?? 'v$archived_log is empty' };
  const goneUntil = textOf(row, 'gone_until');
  // Nothing was ever taken away: how long logs stay cannot be told from them.
  if (goneUntil === undefined) return [];
  const keptHours = hoursBetween(goneUntil, textOf(row, 'now') ?? goneUntil);
  const wantedHours = Math.max(leastHours, Math.ceil((request.longestGapSeconds ?? 0) / 3600));
  if (keptHours >= wantedHours) return [];
  return [
    finding(
      catalogue.archiveLogRetention,
      `archived logs are gone after ${keptHours.toFixed(1)} hours; ${wantedHours} hours may pass in which nobody reads them`,
      {
        fix: isRds(results)
          ? {
              kind: 'sql',
              text: `EXEC rdsadmin.rdsadmin_util.set_configuration('archivelog retention hours', ${wantedHours});\nCOMMIT;`,
            }
          : {
              kind: 'setting',
              text: `RMAN: delete archived logs only when they are ${wantedHours} hours old`,
            },
      },
    ),
  ];
}

function supplemental(row: Row, rds: boolean): Outcome {
  const min = textOf(row, 'supplemental_log_data_min') ?? '';
  if (min !== 'NO') return [];
  return [
    finding(catalogue.supplementalDatabase, `supplemental_log_data_min is ${min}`, {
      fix: {
        kind: 'sql',
        text: rds
          ? "EXEC rdsadmin.rdsadmin_util.alter_supplemental_logging('ADD');"
          : 'ALTER DATABASE ADD SUPPLEMENTAL LOG DATA;',
      },
    }),
  ];
}

function container(row: Row, request: CheckRequest, results: QueryResults): Outcome {
  if (!isYes(row, 'cdb')) return [];
  const name = textOf(rowsOf(results, 'container')[0], 'container');
  if (name === undefined)
    return {
      skippedBecause: whyUnavailable(results, 'container') ?? 'the session does not say its container',
    };
  if (name === 'CDB$ROOT')
    return [
      finding(catalogue.container, 'connected to CDB$ROOT', {
        fix: {
          kind: 'config',
          text: 'database: <the service of the pluggable database>   # in connections.yaml',
        },
      }),
    ];
  if (!readsByLogMiner(request)) return [];
  return [
    finding(
      catalogue.container,
      `connected to the pluggable database ${name}, and LogMiner is what DMS uses by default`,
      {
        fix: {
          kind: 'config',
          text: 'connection-attributes: {useLogMinerReader: N, useBfile: Y}   # in connections.yaml',
        },
      },
    ),
  ];
}

function standby(row: Row, request: CheckRequest): Outcome {
  const role = textOf(row, 'database_role') ?? 'PRIMARY';
  if (role === 'PRIMARY' || !readsByLogMiner(request)) return [];
  return [
    finding(catalogue.standby, `database_role is ${role}`, {
      fix: {
        kind: 'config',
        text: 'connection-attributes: {useLogMinerReader: N, useBfile: Y, archivedLogDestId: 1}   # in connections.yaml',
      },
    }),
  ];
}

function compatible(results: QueryResults): Outcome {
  const row = rowsOf(results, 'parameters').find((parameter) => textOf(parameter, 'name') === 'compatible');
  if (row === undefined)
    return { skippedBecause: whyUnavailable(results, 'parameters') ?? 'v$parameter has no compatible' };
  return [finding(catalogue.compatible, `compatible is ${textOf(row, 'value')}`)];
}

function characterSet(results: QueryResults): Outcome {
  const rows = rowsOf(results, 'character-sets');
  if (rows.length === 0)
    return {
      skippedBecause: whyUnavailable(results, 'character-sets') ?? 'nls_database_parameters is empty',
    };
  const sets = rows.map((row) => `${textOf(row, 'parameter')} is ${textOf(row, 'value')}`);
  return [finding(catalogue.characterSet, sets.sort().join(', '))];
}

function startPosition(row: Row): Outcome {
  const scn = numberOf(row, 'current_scn') === undefined ? undefined : textOf(row, 'current_scn');
  if (scn === undefined) return { skippedBecause: 'v$database tells no current_scn' };
  return [
    finding(catalogue.startPosition, `current_scn is ${scn}`, {
      fix: { kind: 'config', text: `start-from: {position: "${scn}"}` },
    }),
  ];
}

function idleTime(results: QueryResults): Outcome {
  const limit = textOf(rowsOf(results, 'idle-time')[0], 'limit');
  if (limit === undefined)
    return {
      skippedBecause: whyUnavailable(results, 'idle-time') ?? 'user_resource_limits has no IDLE_TIME',
    };
  if (limit === 'UNLIMITED') return [];
  return [
    finding(catalogue.idleTime, `IDLE_TIME is ${limit} minutes`, {
      fix: { kind: 'sql', text: 'ALTER PROFILE <profile of the login> LIMIT IDLE_TIME UNLIMITED;' },
    }),
  ];
}

/** Of two times of one server, such as `2026-03-01T10:00:00`. */
function hoursBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 3_600_000;
}
