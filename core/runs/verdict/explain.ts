import type { RunErrorName } from '../record/run-error';
import type { Failure } from '../record/run-record';
import type { Finding, FindingCode } from '../record/verdict-shape';
import { loadExplanations } from './explain-load';
import type { Explanation } from './explanation';

/** Of a step that failed: by its error's name, where it is one of ours. */
export function explain(finding: Finding): Explanation {
  const failed = finding.code === 'state-failed' ? stateFailure.exec(finding.detail)?.[1] : undefined;
  return (failed === undefined ? undefined : failures[failed]) ?? explanations[finding.code];
}

/** `<state>: <error>: <cause>`, as the verdict has it. */
const stateFailure = /^\w+: ([\w.]+): /;

/** The fix for an error that ended a state; undefined for errors that are not ours. */
export function explainFailure(failure: Pick<Failure, 'error'>): Explanation | undefined {
  return failures[failure.error];
}

const explanations: Readonly<Record<FindingCode, Explanation>> = {
  'state-failed': {
    cause: 'a step of the run failed',
    fix: 'read its error; run the job again once it is mended',
  },
  'task-missing': {
    cause: 'DMS has no task for the run',
    fix: 'see in CloudTrail who deleted it (DeleteReplicationTask)',
  },
  'task-not-started': {
    cause: 'the load never began',
    fix: 'run the job again; if it stays, look at the task’s log in CloudWatch',
  },
  'task-unfinished': {
    cause: 'the load was judged before it was over',
    fix: 'raise max-duration',
    config: 'max-duration',
  },
  'task-failed': {
    cause: 'DMS gave the task up',
    fix: 'the message names the error; the task’s log in CloudWatch has the lines before it',
  },
  'no-tables-found': {
    cause: 'no table of the list exists in the source, or the user may not see it',
    fix: 'compare spelling and case with the source, and grant SELECT',
    config: 'tables',
  },
  'low-memory': {
    cause: 'the replication instance ran out of memory',
    fix: 'take a larger class, or fewer tables at a time',
    config: 'task-settings.FullLoadSettings.MaxFullLoadSubTasks',
  },
  'low-disk': {
    cause: 'the replication instance ran out of disk',
    fix: 'give it more storage in the environment’s file',
  },
  'stopped-by-person': {
    cause: 'somebody stopped the run or its DMS task',
    fix: 'CloudTrail says who (StopExecution, StopReplicationTask); run the job again',
  },
  'unexpected-stop-reason': {
    cause: 'the task stopped for a reason that a full load does not have',
    fix: 'see the DMS API reference, StopReason; remove task-settings that stop it early',
    config: 'task-settings',
  },
  'unknown-status': {
    cause: 'DMS reports a status that its guide does not document',
    fix: 'look at the task in AWS, and report it to Lakeferry',
  },
  'statistics-missing': {
    cause: 'DMS gave no counts, so nothing proves that the tables came whole',
    fix: 'run the job again',
  },
  'no-tables': {
    cause: 'DMS loaded no table',
    fix: 'check the patterns against the source, and grant SELECT',
    config: 'tables',
  },
  'table-missing': {
    cause: 'a table that the job names did not come',
    fix: 'check its name, case included, and grant SELECT on it',
    config: 'tables',
  },
  'table-error': {
    cause: 'DMS suspended the table',
    fix: 'the task’s log names the row or the type; exclude the column, filter the rows, or allow table errors',
    config: 'allow-table-errors',
  },
  'table-unfinished': {
    cause: 'the task ended before the table was whole',
    fix: 'run the job again; if it stays, load it in a job of its own',
    config: 'tables',
  },
  'table-rows-rejected': { cause: 'some rows were not written', fix: 'the task’s log names them' },
  'table-validation': {
    cause: 'source and target differ, or could not be compared',
    fix: 'see awsdms_validation_failures on the target',
    config: 'task-settings.ValidationSettings',
  },
  'counts-disagree': {
    cause: 'DMS’s counts and its list of tables contradict each other',
    fix: 'run the job again; do not trust this load',
  },
  'lease-held': {
    cause: 'another run of the job was still going on',
    fix: 'let the schedule leave more time, or make the job smaller',
    config: 'schedule',
  },
  'not-replicating': {
    cause: 'the task is not running',
    fix: 'lakeferry status tells its state; lakeferry resume goes on where it stopped',
  },
  'kept-stopped': {
    cause: 'somebody stopped the job on purpose, and a schedule does not undo that',
    fix: 'lakeferry start, when it is to go on',
  },
  'source-not-checked': {
    cause: 'Lakeferry could not look into the source itself',
    fix: 'what was seen names the reason; see to it that the source keeps its logs longer than the task may be down',
  },
  'not-judged': {
    cause: 'the run ended without a verdict',
    fix: 'look at its execution in Step Functions; run the job again',
  },
  'not-published': {
    cause: 'the tables came, but not into the lake: readers still have the snapshot before',
    fix: 'the message says what stood in the way; run the job again once it is mended',
    config: 'publish',
  },
  ...loadExplanations,
};

const failures: Readonly<Record<string, Explanation>> = {
  ConnectionTestFailed: {
    cause: 'the replication instance cannot reach a database or bucket',
    fix: 'check the secret, its host and port, and the network between',
    config: 'connections.yaml',
  },
  JobDisabled: {
    cause: 'the job is disabled, and the poll would stop its task again',
    fix: 'set enabled: true and deploy the department',
    config: 'enabled',
  },
  CheckpointMissing: {
    cause: 'no checkpoint of the job was ever seen',
    fix: 'start from now, a time or a position',
    config: 'start-from',
  },
  PositionGone: {
    cause: 'the source has deleted the log that the task needs to go on',
    fix: 'load the tables anew (lakeferry reload), or start from now and accept the gap',
    config: 'start-from',
  },
  SourceNotReady: {
    cause: 'a check of the source says that the run would fail or lose data',
    fix: 'the message names what mends it; lakeferry show lists all findings; check: warn goes on all the same',
    config: 'check',
  },
  SourceUnreachable: {
    cause: 'Lakeferry’s own look at the source failed',
    fix: 'check the secret, its host and port, and the network between',
    config: 'connections.yaml',
  },
  TaskNotChangeable: {
    cause: 'DMS cannot change a task’s mode, endpoints or instance',
    fix: 'stop the job, delete its task, and start it with start-from: checkpoint',
    config: 'start-from',
  },
  MaxDurationExceeded: {
    cause: 'the load took longer than the job allows',
    fix: 'raise max-duration, or split the job',
    config: 'max-duration',
  },
  'States.Timeout': {
    cause: 'a step took longer than it may',
    fix: 'for AwaitFullLoad and AwaitReplication raise max-duration, or split the job',
    config: 'max-duration',
  },
  SnapshotUnsound: {
    cause: 'the staged files and DMS’s statistics contradict each other',
    fix: 'run the job again; if it stays, see who else writes to the staging folder',
  },
  CatalogueMissing: {
    cause: 'the department’s Glue database is gone',
    fix: 'deploy the department again, or set lake.catalogue: false',
    config: 'lake.catalogue',
  },
  PlanNotFound: {
    cause: 'the plan that the schedule names is gone, or the role may not read it',
    fix: 'deploy the department again',
  },
  JobNotInPlan: { cause: 'the plan no longer has the job', fix: 'deploy the department again' },
  TaskNotOurs: {
    cause: 'DMS has a task of this name that Lakeferry did not make',
    fix: 'rename or delete that task',
  },
  TaskDisappeared: {
    cause: 'somebody deleted the task',
    fix: 'CloudTrail says who (DeleteReplicationTask); run the job again',
  },
  ExecutionEnded: {
    cause: 'the execution ended without closing its run',
    fix: 'run the job again',
  },
  ExecutionAborted: {
    cause: 'somebody stopped the execution',
    fix: 'CloudTrail says who (StopExecution); run the job again',
  },
  ConnectionTestInProgress: {
    cause: 'a connection test of DMS did not end in time',
    fix: 'look at the replication instance and its endpoints in DMS; run the job again',
  },
  TaskBusy: {
    cause: 'DMS took no order for too long',
    fix: 'the message says what is busy (a replication instance may be modified or upgraded); run the job again later',
  },
  AwsRefused: {
    cause: 'AWS refused a call, and would again',
    fix: 'the message names the service’s reason; deploy the platform again, or report it to Lakeferry',
  },
  QuotaExceeded: {
    cause: 'a DMS quota of the account is used up',
    fix: 'ask AWS to raise it (Service Quotas), or run fewer jobs at once',
  },
  AccessDenied: {
    cause: 'the function’s role lacks a permission',
    fix: 'deploy the platform again; the message names the action',
  },
  DmsRefused: {
    cause: 'DMS refused the order',
    fix: 'the message names the setting; change it',
    config: 'task-settings',
  },
} satisfies Partial<Record<RunErrorName, Explanation>> & Record<string, Explanation>;
