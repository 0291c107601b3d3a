import type { NamedThing, Reason } from '../../application/use-case-error';
import { showProblem } from '../../core/config/reading/problem';
import { bytes } from '../output/quantities';
import { deployFix } from './deploy-fix';
import { type ExitCode, exitCodes } from './exit-codes';
import { cancelText } from './cancel-text';
import { retryText } from './retry-text';
import { taskRefusalText } from './task-refusal-text';

type Ending = readonly [exitCode: ExitCode, message: string, fix?: string];

const { wrongUse, runFailed, notFound } = exitCodes;

/** Exit code and message of a use case that was refused or failed, and the fix: a command or an edit. */
export function reasonText(reason: Reason, env: Readonly<Record<string, string | undefined>>): Ending {
  switch (reason.kind) {
    case 'invalid-configuration':
      return [wrongUse, `invalid configuration:\n${reason.problems.map(showProblem).join('\n')}`];
    case 'environment-not-deployed':
      return [notFound, ...notDeployed(reason, env['AWS_ENDPOINT_URL'])];
    case 'unknown-name':
      return [notFound, ...unknownName(reason)];
    case 'in-file-not-deployed':
      return [
        notFound,
        `${reason.name} is in ${reason.file}, but not deployed to ${reason.environment}`,
        deployFix(reason.environment),
      ];
    case 'no-longer-deployed':
      return [notFound, `${reason.job} has runs in the history, but is no longer deployed`];
    case 'outdated-deployment':
      return [
        reason.lacks === 'arrivals' ? notFound : wrongUse,
        `environment "${reason.environment}" was deployed by an older version, which has no ${lacking[reason.lacks]}`,
        'deploy it again',
      ];
    case 'unknown-run':
      return [notFound, `"${reason.run}" is not a run`, 'lakeferry history lists the runs'];
    case 'never-ran':
      return [notFound, `${reason.job} has not run yet`, `lakeferry run ${reason.job} starts it`];
    case 'unreadable-filter':
      return [wrongUse, `--where "${reason.text}" ${reason.message}`, reason.hint];
    case 'cancel-of-load':
    case 'too-late-to-cancel':
      return [wrongUse, ...cancelText(reason)];
    case 'retry-of-load':
    case 'retry-of-cdc':
    case 'retry-refused':
    case 'retry-requested':
      return [wrongUse, ...retryText(reason)];
    case 'run-not-closed': {
      const cause = [reason.error ?? 'no error', reason.cause]
        .filter((part) => part !== undefined)
        .join(': ');
      return [
        runFailed,
        `the execution of run ${reason.run} ended as ${reason.status} without a verdict: ${cause}`,
      ];
    }
    case 'not-a-cdc-job':
      return [
        wrongUse,
        `${reason.job} is a full-load job, whose tasks end with its runs`,
        `"lakeferry run ${reason.job}" runs it, "lakeferry show ${reason.job}" shows its newest run`,
      ];
    case 'never-replicated':
      return [
        wrongUse,
        `no run of ${reason.job} has created its task yet`,
        `"lakeferry start ${reason.job}" creates it`,
      ];
    case 'task-refuses':
      return [wrongUse, ...taskRefusalText(reason)];
    case 'job-disabled':
      return [
        wrongUse,
        `${reason.job} has enabled: false, so its task stays down`,
        `set enabled: true in config/departments/${reason.job.split('/')[0]}.yaml and deploy the department`,
      ];
    case 'already-paused':
      return [
        wrongUse,
        `${reason.by} paused ${reason.job} at ${reason.at}: ${reason.reason}`,
        `"lakeferry unpause ${reason.job}" ends the pause`,
      ];
    case 'not-paused':
      return [wrongUse, `${reason.job} is not paused`, `"lakeferry status ${reason.job}" shows its state`];
    case 'already-stopped':
      return [
        wrongUse,
        `${reason.job} is ${reason.status} already and stays down`,
        `"lakeferry resume ${reason.job}" resumes it`,
      ];
    case 'position-would-be-lost':
      return [
        wrongUse,
        `${reason.job} is stopped, but DMS shows no checkpoint of its task: deleting the task would lose its position`,
        `"lakeferry stop ${reason.job} --delete --force" deletes it anyway`,
      ];
    case 'task-does-not-end':
      return [
        runFailed,
        `the task of ${reason.job} is still ${reason.status} after ${reason.minutes} minutes`,
      ];
    case 'loads-no-tables':
      return [
        wrongUse,
        `${reason.job} is a cdc job, which loads no tables`,
        'only a full-load-and-cdc job can reload them',
      ];
    case 'no-checkpoint':
      return [
        notFound,
        `${reason.job} has no checkpoint yet`,
        reason.status === undefined
          ? `"lakeferry start ${reason.job}" starts it`
          : `DMS shows one when the task (${reason.status}) has replicated, at the latest when it stops`,
      ];
    case 'no-snapshots':
      return [
        wrongUse,
        `${reason.job} publishes ${reason.publishes === 'none' ? 'nothing' : 'each file as it arrives'}`,
        'only jobs with publish: snapshot have snapshots',
      ];
    case 'nothing-published':
      return [notFound, `${reason.job} has published nothing to roll back from`];
    case 'no-older-snapshot':
      return [notFound, `${reason.job} keeps no snapshot older than ${reason.than}`];
    case 'unknown-snapshot':
      return [
        notFound,
        `${reason.job} keeps no snapshot ${reason.snapshot}`,
        `it keeps ${reason.known.join(', ')}`,
      ];
    case 'snapshot-incomplete':
      return [
        wrongUse,
        `${reason.snapshot} is incomplete (${reason.missingFile} is missing)`,
        'name another snapshot',
      ];
    case 'is-a-load':
      return [
        wrongUse,
        `${reason.load} is a load, which runs when a file arrives`,
        `"lakeferry load ${reason.load} <file>" drops one`,
      ];
    case 'snapshot-removed':
      return [
        wrongUse,
        `a publish is removing ${reason.snapshot}, so readers keep their snapshot`,
        'name another one with --to',
      ];
    case 'publishes-nothing':
      return [
        wrongUse,
        `${reason.job} publishes nothing to the lake`,
        'set publish: snapshot or publish: arrival in the file of its department',
      ];
    case 'publishes-by-run':
      return [
        wrongUse,
        `${reason.job} publishes by run`,
        `"lakeferry run ${reason.job}" makes a new snapshot`,
      ];
    case 'not-in-catalogue':
      return [
        wrongUse,
        reason.job === undefined ? 'no job has a Glue database' : `${reason.job} has no Glue database`,
        'set lake.catalogue: true and deploy the department',
      ];
    case 'query-failed':
      return [wrongUse, reason.message];
    case 'preview-off':
      return [
        wrongUse,
        'this console shows no rows of the lake',
        'start it with lakeferry console --preview',
      ];
    case 'files-too-large':
      return [
        wrongUse,
        `each file of ${reason.table} is larger than ${bytes(reason.bytes)}, the limit of a preview`,
        'query the table with Athena or lakeferry query',
      ];
    case 'query-engine-missing':
      return [
        wrongUse,
        '"lakeferry query" needs DuckDB',
        'npm install @duckdb/node-api (Athena needs nothing)',
      ];
    case 'file-not-taken':
      return [
        runFailed,
        `no run took ${reason.key} within ${reason.seconds} seconds`,
        'check the queue lakeferry-<environment>-load-csv',
      ];
    case 'wrong-file-name':
      return [wrongUse, `the name of the file ${reason.problem}`, 'rename the file'];
    case 'file-exists':
      return [wrongUse, `the inbox has a file ${reason.name} already`, 'overwrite it, or rename the file'];
    case 'no-reject-file':
      return [notFound, `the run ${reason.run} has no reject file`];
    case 'source-check-failed':
      return [wrongUse, reason.message];
    case 'sources-not-checked':
      return [
        wrongUse,
        `the sources of ${reason.jobs.length} jobs could not be checked:\n${reason.jobs.map(({ job, message }) => `${job}: ${message}`).join('\n')}`,
      ];
    case 'no-visible-tables':
      return [
        notFound,
        `the login of ${reason.source} sees no table${reason.schema === undefined ? '' : ` in schema "${reason.schema}"`}`,
        reason.schema === undefined
          ? 'grant it SELECT on the tables to move'
          : 'write the schema as the source does, or grant SELECT on its tables',
      ];
    case 'no-loadable-tables':
      return [
        notFound,
        `${reason.source} has only views, or tables that its login may not read`,
        `lakeferry discover ${reason.source} lists them`,
      ];
  }
}

const lacking = { 'source-checks': 'source checks', arrivals: 'queue of arrivals' } as const;

function notDeployed(
  { environment, stack, others: [other] }: Extract<Reason, { kind: 'environment-not-deployed' }>,
  endpoint: string | undefined,
): [string, string] {
  const where = endpoint === undefined ? 'in this account and region' : `at ${endpoint}`;
  return [
    `environment "${environment}" is not deployed ${where}: there is no stack ${stack}${other === undefined ? '' : `, but ${other}`}`,
    other === undefined
      ? 'docs/deploying.md explains how to deploy, --environment names another environment'
      : 'write its name-prefix in the file of the environment, or set LAKEFERRY_NAME_PREFIX (empty: none)',
  ];
}

const things: Readonly<Record<NamedThing, string>> = {
  environment: 'an environment',
  department: 'a department',
  job: 'a job',
  load: 'a load',
  source: 'a source',
  table: 'a table of the task',
  'table-of-job': 'a table of the job',
};

const shownNames = 8;

function unknownName({
  what,
  name,
  known,
  nearest,
}: Extract<Reason, { kind: 'unknown-name' }>): [string, string] {
  const rest = known.length - shownNames;
  const names = known.slice(0, shownNames).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  const hint = nearest === undefined ? `there are ${names || 'none'}` : `did you mean "${nearest}"?`;
  return [`"${name}" is not ${things[what]}`, hint];
}
