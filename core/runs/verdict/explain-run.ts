import type { LoadFindingCode } from '../../loads/load-codes';
import type { FindingCode } from '../record/verdict-shape';
import type { Explanation } from './explanation';

/** Explanations of findings about the runs of jobs. */
export const runExplanations: Readonly<Record<Exclude<FindingCode, LoadFindingCode>, Explanation>> = {
  'state-failed': {
    cause: 'a step of the run failed',
    fix: 'fix the error in its message, then run the job again',
  },
  'task-missing': {
    cause: 'DMS has no task for the run',
    fix: 'CloudTrail shows who deleted it (DeleteReplicationTask); run the job again',
  },
  'task-not-started': {
    cause: 'the load never started',
    fix: 'run the job again; if this repeats, read the task’s log in CloudWatch',
  },
  'task-unfinished': {
    cause: 'the load was judged before it was over',
    fix: 'raise max-duration',
    config: 'max-duration',
  },
  'task-failed': {
    cause: 'the DMS task failed',
    fix: 'the message names the error; the task’s log in CloudWatch has the lines before it',
  },
  'no-tables-found': {
    cause: 'no table of the list exists in the source, or the user cannot see it',
    fix: 'compare spelling and case with the source, and grant SELECT',
    config: 'tables',
  },
  'low-memory': {
    cause: 'the replication instance ran out of memory',
    fix: 'use a larger instance class, or load fewer tables at a time; then lakeferry retry <run> loads what is missing',
    cdcFix: 'use a larger instance class, or load fewer tables at a time',
    config: 'task-settings.FullLoadSettings.MaxFullLoadSubTasks',
  },
  'low-disk': {
    cause: 'the replication instance ran out of disk',
    fix: 'raise its storage in the environment’s file, or that of the existing instance',
  },
  'stopped-by-person': {
    cause: 'somebody stopped the run or its DMS task',
    fix: 'CloudTrail shows who stopped it (StopExecution, StopReplicationTask); lakeferry retry <run> loads what is missing',
    cdcFix: 'CloudTrail shows who stopped it (StopExecution, StopReplicationTask); run the job again',
  },
  'unexpected-stop-reason': {
    cause: 'the task stopped for a reason that a full load does not have',
    fix: 'look up StopReason in the DMS API reference; remove task-settings that stop the task early',
    config: 'task-settings',
  },
  'unknown-status': {
    cause: 'DMS reports a status that its guide does not document',
    fix: 'check the task in the DMS console, and report the status to Lakeferry',
  },
  'statistics-missing': {
    cause: 'DMS gave no counts, so nothing proves that the tables are complete',
    fix: 'run the job again',
  },
  'no-tables': {
    cause: 'DMS loaded no table',
    fix: 'compare the patterns with the source, and grant SELECT',
    config: 'tables',
  },
  'table-missing': {
    cause: 'a table that the job names was not loaded',
    fix: 'check its name, including case, and grant SELECT on it; then lakeferry retry <run> loads it',
    cdcFix: 'check its name, including case, and grant SELECT on it',
    config: 'tables',
  },
  'table-error': {
    cause: 'DMS suspended the table',
    fix: 'the task’s log names the row or the type; exclude the column, filter the rows, or allow table errors; when the source is fixed, lakeferry retry <run> loads the table',
    cdcFix:
      'the task’s log names the row or the type; exclude the column, filter the rows, or allow table errors',
    config: 'allow-table-errors',
  },
  'table-unfinished': {
    cause: 'the task ended before the table was complete',
    fix: 'lakeferry retry <run> loads the table again; if this repeats, load it in a job of its own',
    cdcFix: 'run the job again; if this repeats, load the table in a job of its own',
    config: 'tables',
  },
  'table-rows-rejected': { cause: 'some rows were not written', fix: 'the task’s log names them' },
  'table-validation': {
    cause: 'source and target differ, or could not be compared',
    fix: 'read awsdms_validation_failures in the target',
    config: 'task-settings.ValidationSettings',
  },
  'validation-pending': {
    cause: 'DMS had not compared all rows of the table when the run was judged',
    fix: 'a task that follows changes continues to compare; for a full load, raise ThreadCount and run the job again',
    config: 'task-settings.ValidationSettings.ThreadCount',
  },
  'counts-disagree': {
    cause: 'DMS’s counts and its list of tables contradict each other',
    fix: 'do not use this load; run the job again',
  },
  'tables-collide': {
    cause:
      'two tables of the source were written to one place, so rows of one are missing or mixed with the other’s',
    fix: 'give each table a name of its own (rename), or exclude one of them; then load the tables again',
    config: 'tables',
  },
  'lease-held': {
    cause: 'another run of the job was in flight',
    fix: 'leave more time between two runs of the schedule, or split the job',
    config: 'schedule',
  },
  'queued-already': {
    cause: 'another run of the job was already waiting for admission',
    fix: 'leave more time between two runs of the schedule; the run that waits loads the same data',
    config: 'overlap',
  },
  'not-admitted': {
    cause: 'the run waited for admission as long as max-duration allows',
    fix: 'lakeferry cancel ends the run that is in the way; raise max-concurrent-runs, or move the schedule',
    config: 'schedule',
  },
  'not-replicating': {
    cause: 'the task is not running',
    fix: 'lakeferry status shows its state; lakeferry resume continues where it stopped',
  },
  'kept-stopped': {
    cause: 'somebody stopped the job, and a schedule does not start it again',
    fix: 'run the command in the detail: lakeferry resume continues a task, and lakeferry start creates one',
  },
  paused: {
    cause: 'the job is paused, after failures in a row or by a person',
    fix: 'fix the cause of the failures, then end the pause with lakeferry unpause <department>/<job>',
    config: 'pause-after',
  },
  cancelled: {
    cause: 'a person or a newer run cancelled the run',
    fix: 'lakeferry retry <run> loads what is missing, when its data is needed before the next schedule',
    cdcFix: 'run the job again when its data is needed before the next schedule',
  },
  missed: {
    cause: 'no run began within 15 minutes of the scheduled time',
    fix: 'check that the job’s schedule in EventBridge Scheduler exists and is enabled; start a run with lakeferry run <department>/<job>',
    config: 'schedule',
  },
  'source-not-checked': {
    cause: 'Lakeferry could not check the source',
    fix: 'fix the reason in the detail; lakeferry doctor <department>/<job> then checks the source again',
    cdcFix:
      'fix the reason in the detail; make sure that the source keeps its logs longer than the task may be down',
  },
  'not-judged': {
    cause: 'the run ended without a verdict',
    fix: 'check its execution in Step Functions; run the job again',
  },
  'not-published': {
    cause: 'the tables were loaded but not published: readers still have the previous snapshot',
    cdcCause:
      'the tables were loaded but not published: files arrive in the lake, but its catalogue may lack tables or columns',
    fix: 'fix the error in the message; then lakeferry retry <run> publishes the tables',
    cdcFix: 'fix the error in the message, then run the job again',
    config: 'publish',
  },
  'publish-unsettled': {
    cause:
      'the run ended while readers were being moved to its snapshot: they have this snapshot or the one before',
    fix: 'lakeferry snapshots <department>/<job> shows the snapshot that readers use; run the job again',
    config: 'publish',
  },
};
