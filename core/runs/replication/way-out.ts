import { replaceTask } from '../../checks/position/after-deletion';
import type { SourceOfRun } from '../record/source-of-run';
import { stopReasonOf, type Task } from '../task/task';

/** CDC job of a task. */
interface JobOfTask {
  readonly forJob: string;
  readonly mode: 'cdc' | 'full-load-and-cdc';
  /** Absent where it is not known. */
  readonly source?: Pick<SourceOfRun, 'engine' | 'connectionAttributes'> | undefined;
}

interface Incurable {
  /** Texts of DMS and of the source. */
  readonly texts: RegExp;
  readonly wayOut: (job: JobOfTask) => string;
}

const recreate = ({ forJob: job, mode, source }: JobOfTask): string =>
  `the source no longer has the changes from where the task stopped; ${replaceTask({ job, mode, ...source })}`;

const fixed =
  (fix: string) =>
  ({ forJob }: JobOfTask): string =>
    `${fix}; then run lakeferry resume ${forJob}`;

/**
 * Failures that no repetition fixes, with the way out. Sources: the troubleshooting pages of
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Troubleshooting.html, the articles about DMS on
 * https://repost.aws/knowledge-center, and texts of the servers.
 */
const incurable: readonly Incurable[] = [
  {
    // PostgreSQL: the slot was dropped, invalidated, or has lost its log.
    texts:
      /replication slot (was |has been )?(dropped|invalidated|lost|deleted)|replication slot "[^"]*" (does not exist|has been invalidated)|(can no longer get changes|cannot read) from (logical )?replication slot|can no longer access replication slot|slot (has been|was) invalidated|WAL segment \S+ has already been removed|was not created in this database/i,
    wayOut: recreate,
  },
  {
    // MySQL: the binary log was purged, or the source is another server.
    texts:
      /\b(error|errno|nativeerror)[ =:]{1,3}1236\b|could not find first log file name|(master|source) has purged|binary logs? .*(purged|not found|does not exist|no longer)|GTIDs? .*purged/i,
    wayOut: recreate,
  },
  {
    // Oracle: an archived log was deleted.
    texts:
      /archived? ?redo log .*does not exist|archivelog sequence does not exist|cannot find archived redo log|Oracle CDC maximum retry counter|ORA-(01291|00308|01284|01281)|missing logfile/i,
    wayOut: (job) =>
      `restore the archived log (RMAN: RESTORE ARCHIVELOG) and run lakeferry resume ${job.forJob}; if it is lost: ${recreate(job)}`,
  },
  {
    // SQL Server: the log was truncated or backed up before DMS read it.
    texts:
      /BACKUP\/LOG-s are not available|failed to access LSN|log scan number .*(not valid|invalid)|LSN .*(no longer|not) (exist|available|found)|insufficient number of arguments.*cdc\.fn_cdc/i,
    wayOut: (job) =>
      `make the log backups available to DMS and run lakeferry resume ${job.forJob}; if they are lost: ${recreate(job)}`,
  },
  {
    texts: /ARCHIVELOG mode is not configured|must be configured to archived? redo logs|ORA-01325|ORA-00258/i,
    wayOut: fixed('run ALTER DATABASE ARCHIVELOG on the mounted database (on RDS: enable automated backups)'),
  },
  {
    texts: /supplemental_log_data|supplemental logging .*not (enabled|set)/i,
    wayOut: fixed(
      "run ALTER DATABASE ADD SUPPLEMENTAL LOG DATA (on RDS: EXEC rdsadmin.rdsadmin_util.alter_supplemental_logging('ADD'))",
    ),
  },
  {
    texts: /MS-CDC (has not been|is not|isn.t) enabled|CDC is not enabled (on|for) (the )?database/i,
    wayOut: fixed(
      'run EXEC sys.sp_cdc_enable_db in the database (on RDS: EXEC msdb.dbo.rds_cdc_enable_db), and enable CDC per table',
    ),
  },
  {
    texts:
      /MS-REPLICATION .*(not|isn.t) (been )?(enabled|configured|set up)|distribut(or|ion) .*not (configured|installed)/i,
    wayOut: fixed('configure replication with a distribution database on the server, or enable MS-CDC'),
  },
  {
    texts:
      /binary logging (must be|is not|isn.t) enabled|log_bin .*(OFF|disabled)|binlog_format|binlog_row_image|not using binary logging/i,
    wayOut: fixed(
      'set binlog_format = ROW and binlog_row_image = FULL, and enable the binary log (on RDS: automated backups)',
    ),
  },
  {
    texts: /wal_level|logical (decoding|replication) (requires|is not enabled)/i,
    wayOut: fixed(
      "run ALTER SYSTEM SET wal_level = 'logical' and restart (on RDS: rds.logical_replication = 1)",
    ),
  },
  {
    texts: /could not access file "\$?(libdir\/)?(pglogical|test_decoding)|output plugin .*(not|does not)/i,
    wayOut: fixed(
      'install the output plugin that the endpoint names (pglogical or test_decoding) on the server',
    ),
  },
  {
    texts:
      /replication role to (use|start)|permission denied to (use|create|start) (a )?replication|REPLICATION (SLAVE|CLIENT) privilege|ORA-01031|VIEW (SERVER|DATABASE) (PERFORMANCE )?STATE permission was denied/i,
    wayOut: fixed('grant the login the privileges that lakeferry doctor lists'),
  },
  {
    texts: /No tables were found at task initialization/i,
    wayOut: ({ forJob }) =>
      `compare the job’s tables with the source, including case, and grant SELECT; then deploy and run lakeferry resume ${forJob}`,
  },
  {
    texts: /server name must be supplied/i,
    wayOut: ({ forJob }) =>
      `write host and port into the secret of the connection, and deploy the platform; then run lakeferry resume ${forJob}`,
  },
];

/** Returns the way out of a failure that no repetition fixes, with commands for the job. Undefined for other failures, and for a task that a person stopped. */
export function wayOutOf(
  { status, stopReason, lastFailureMessage }: Pick<Task, 'status' | 'stopReason' | 'lastFailureMessage'>,
  job: JobOfTask,
): string | undefined {
  // DMS keeps the message of an earlier failure.
  if (status === 'stopped' && stopReasonOf(stopReason) === 'NORMAL') return undefined;
  const text = status === 'failed' ? `${lastFailureMessage ?? ''} ${stopReason ?? ''}` : (stopReason ?? '');
  return wayOutOfText(text, job);
}

/** Returns the way out of a refusal that no repetition fixes. */
export function wayOutOfText(text: string, job: JobOfTask): string | undefined {
  return incurable.find(({ texts }) => texts.test(text))?.wayOut(job);
}

/** True for the text of a failure that no repetition fixes. */
export function isWithoutCure(text: string): boolean {
  return incurable.some(({ texts }) => texts.test(text));
}
