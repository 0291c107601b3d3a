import type { RunErrorName } from '../record/run-error';
import type { Explanation } from './explanation';

/** Explanations of the errors that end a state, by their names. */
export const errorExplanations: Readonly<Record<string, Explanation>> = {
  ConnectionTestFailed: {
    cause: 'the replication instance cannot reach a database or bucket',
    fix: 'the message ends with what to change, in the secret, on the server or in the network',
    config: 'connections.yaml',
  },
  EndpointNotReady: {
    cause: 'an existing endpoint that the configuration names has settings with which the job cannot work',
    fix: 'have its owner set the AWS settings in the message, then run the job again',
    config: 'endpoint',
  },
  JobDisabled: {
    cause: 'the job is disabled, so a poll would stop its task again',
    fix: 'set enabled: true and deploy the department',
    config: 'enabled',
  },
  CheckpointMissing: {
    cause: 'no checkpoint of the job is stored',
    fix: 'start from now, a time or a position',
    config: 'start-from',
  },
  PositionGone: {
    cause: 'the source has deleted the log that the task needs to continue',
    fix: 'run the commands in the message, which replace the task: neither a resume nor a reload can continue it',
    config: 'start-from',
  },
  SourceNotReady: {
    cause: 'a source check found an error: the run would fail or lose data',
    fix: 'apply the fix in the message (lakeferry show lists all findings), or set check: warn to run anyway',
    config: 'check',
  },
  SourceUnreachable: {
    cause: 'Lakeferry could not connect to the source',
    fix: 'the message ends with what to change, in the secret, on the server or in the network',
    config: 'connections.yaml',
  },
  TaskNotChangeable: {
    cause: 'DMS cannot change a task’s mode, endpoints or instance, and a new task would lose changes',
    fix: 'follow the message: change the file back, or run its commands, which replace the task',
    config: 'start-from',
  },
  MaxDurationExceeded: {
    cause: 'the load exceeded the job’s max-duration',
    fix: 'raise max-duration, or split the job',
    config: 'max-duration',
  },
  'States.Timeout': {
    cause: 'a step exceeded its time limit, or got no heartbeat',
    fix: 'for AwaitFullLoad and AwaitReplication, raise max-duration or split the job; if poll-tasks logs errors, fix those first',
    config: 'max-duration',
  },
  SnapshotUnsound: {
    cause: 'the staged files and DMS’s statistics contradict each other',
    fix: 'run the job again; if this repeats, find out what else writes to the staging folder',
  },
  NewerPublish: {
    cause: 'readers have a newer snapshot than the tables that the retry takes over',
    fix: 'nothing to do; to load all tables now, run the job',
  },
  CatalogueMissing: {
    cause: 'the department’s Glue database does not exist',
    fix: 'deploy the department again, or set lake.catalogue: false',
    config: 'lake.catalogue',
  },
  RunClosed: {
    cause: 'the run was closed, for example stopped by a person, while one of its functions was working',
    fix: 'run the job again',
  },
  PlanNotFound: {
    cause: 'the plan that the schedule names does not exist',
    fix: 'deploy the department again',
  },
  JobNotInPlan: { cause: 'the plan does not contain the job', fix: 'deploy the department again' },
  TaskNotOurs: {
    cause: 'DMS has a task of this name that Lakeferry did not create',
    fix: 'rename or delete that task',
  },
  TaskDisappeared: {
    cause: 'somebody deleted the task',
    fix: 'CloudTrail shows who deleted it (DeleteReplicationTask); run the job again',
  },
  ExecutionEnded: {
    cause: 'the execution ended without closing its run',
    fix: 'run the job again',
  },
  ExecutionAborted: {
    cause: 'somebody stopped the execution',
    fix: 'CloudTrail shows who stopped it (StopExecution); run the job again',
  },
  WaitedTooLong: {
    cause: 'DMS did not become ready within an hour for what the message names',
    fix: 'check the connections, the task or the replication instance that the message names in the DMS console; run the job again',
  },
  ConnectionTestInProgress: {
    cause: 'a connection test of DMS did not end in time',
    fix: 'check the replication instance and its endpoints in the DMS console; run the job again',
  },
  TaskBusy: {
    cause: 'the task stayed in a state in which DMS accepts no call',
    fix: 'the message says what is busy, such as an instance that is being upgraded; run the job again later',
  },
  Throttled: {
    cause: 'AWS throttled a call, also when it was repeated',
    fix: 'run the job again; if this repeats, run fewer jobs at a time',
  },
  ServiceUnavailable: {
    cause: 'AWS did not answer a call, or had an error of its own, also when it was repeated',
    fix: 'check the AWS Health Dashboard; run the job again',
  },
  AwsRefused: {
    cause: 'AWS rejected a call',
    fix: 'the message has the reason; deploy the platform again, or report it to Lakeferry',
  },
  QuotaExceeded: {
    cause: 'a DMS quota of the account is exhausted',
    fix: 'request an increase in Service Quotas, or run fewer jobs at a time',
  },
  NewerHistory: {
    cause: 'a newer version of Lakeferry has written the history, and this one would misread it',
    fix: 'use the version that deployed the environment, or a later one; lakeferry doctor says which',
  },
  AccessDenied: {
    cause: 'the function’s role lacks a permission',
    fix: 'deploy the platform again; the message names the action',
  },
  DmsRefused: {
    cause: 'DMS rejected a call',
    fix: 'change the setting that the message names',
    config: 'task-settings',
  },
} satisfies Partial<Record<RunErrorName, Explanation>> & Record<string, Explanation>;
