import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { reloadTables } from '../../application/replications/reload-tables';
import { startReplication } from '../../application/replications/start-replication';
import { stopReplication } from '../../application/replications/stop-replication';
import { UseCaseError } from '../../application/use-case-error';
import type { History } from '../../aws/history/history';
import { showStopped } from '../../cli/commands/stop/view';
import { reasonText } from '../../cli/errors/reason-text';
import { postgresChecks } from '../../core/checks/postgres/postgres';
import { recreateTask } from '../../core/checks/position/recreate-task';
import { requestOfJob } from '../../core/checks/request/request-of-job';
import { loadConfig } from '../../core/config/load-config';
import { changeModes } from '../../core/model/mode';
import type { JobPlan, StartFrom } from '../../core/planning/job-plan';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { Task } from '../../core/runs/task/task';
import { errorExplanations } from '../../core/runs/verdict/explain-errors';
import { runExplanations } from '../../core/runs/verdict/explain-run';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const by = 'ada';
let history: History;
let machine: RunMachine;

beforeEach(async () => {
  history = memoryHistory();
  day = 0;
  machine = await new RunMachine(history).open();
});
afterEach(() => machine.stop());

/** Kinds of CDC jobs whose task begins at different places when it is created again. */
const kinds = changeModes.flatMap((mode) =>
  [
    { engine: 'postgres', attributes: undefined },
    { engine: 'postgres', attributes: 'slotName=own' },
    { engine: 'mysql', attributes: undefined },
  ].map(({ engine, attributes }) => ({ mode, engine: engine as 'postgres' | 'mysql', attributes })),
);
type Kind = (typeof kinds)[number];

function jobOf({ mode, engine, attributes }: Kind, startFrom?: StartFrom): JobPlan {
  const first: StartFrom =
    attributes !== undefined && mode === 'cdc' ? { kind: 'position', position: '0/1' } : { kind: 'now' };
  const { connection, replication } = cdcJob();
  if (connection === undefined || replication === undefined)
    throw new Error('the sample job follows changes');
  return cdcJob({
    mode,
    replication: { ...replication, startFrom: startFrom ?? first, resumeLimit: 0 },
    connection: {
      ...connection,
      engine,
      ...(attributes === undefined ? {} : { connectionAttributes: attributes }),
    },
  });
}

/** Problems that `lakeferry validate` has with the job when it begins there. */
function problemsOf({ mode, engine, attributes }: Kind, startFrom: unknown): readonly unknown[] {
  const read = (path: string): Record<string, unknown> => parse(readFileSync(`config/${path}`, 'utf8'));
  const connections = read('connections.yaml') as { sources: Record<string, Record<string, unknown>> };
  const [name, value] = attributes?.split('=') ?? [];
  connections.sources['sales-db'] = {
    ...connections.sources['sales-db'],
    engine,
    ...(name === undefined ? {} : { 'connection-attributes': { [name]: value } }),
  };
  const department = {
    department: 'sales',
    owner: 'sales@example.com',
    source: 'sales-db',
    target: 'lake',
    jobs: [{ name: 'orders-daily', mode, 'start-from': startFrom, tables: ['sales.orders'] }],
  };
  const files = [
    { path: 'config/connections.yaml', text: stringify(connections) },
    { path: 'config/environments/local.yaml', text: readFileSync('config/environments/local.yaml', 'utf8') },
    { path: 'config/departments/sales.yaml', text: stringify(department) },
  ];
  const loaded = loadConfig(files, new Date('2026-03-01T00:00:00Z'));
  return loaded.ok ? [] : loaded.problems;
}

function environmentOf() {
  const environment = memoryEnvironment([key]);
  const started: string[] = [];
  const executions = {
    ...environment.executions,
    start: async (_machine: string, input: unknown) => {
      const arn = machine.start(input);
      started.push(arn);
      return arn;
    },
  };
  return { environment: { ...environment, history, executions }, started };
}

/** DMS as the commands find it; what they wait for happens at once. */
const dms = () => ({
  describeTasks: (arns: readonly string[]) => machine.dms.describeTasks(arns),
  tableStatistics: (arn: string) => machine.dms.tableStatistics(arn),
  reloadTables: () => machine.dms.reloadTables(),
  stopTask: async (arn: string) => {
    await machine.dms.stopTask(arn);
    await machine.clock.advance(60_000);
  },
  deleteTask: async (arn: string) => {
    const isDeleted = await machine.dms.deleteTask(arn);
    await machine.clock.advance(60_000);
    return isDeleted;
  },
});

/** Runs a command. Returns what it printed. */
async function command(name: string, options: string): Promise<string> {
  const { environment, started } = environmentOf();
  const at = machine.clock.now();
  switch (name) {
    case 'start':
    case 'resume':
      await startReplication(environment, key, name, { by, at }, dms());
      expect(await machine.finish(started[0] ?? '')).toBe('SUCCEEDED');
      return '';
    case 'reload':
      await reloadTables(environment, key, [], { by, at }, dms());
      return '';
    case 'stop': {
      const flags = { wait: true, delete: options.includes('--delete'), force: options.includes('--force') };
      const now = () => machine.clock.now();
      return showStopped(
        await stopReplication(environment, { job: key, ...flags, by, now }, dms()),
        flags.delete,
      );
    }
    default:
      throw new Error(`no command ${name}`);
  }
}

/** The text of a command that was refused. */
async function refused(name: string, options = ''): Promise<string> {
  const error: unknown = await command(name, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UseCaseError)) throw new Error(`${name} was not refused: ${String(error)}`);
  return reasonText(error.reason, {}).slice(1).join(': ');
}

/** Does what a text says, step by step: settings of the job, which must be valid, and commands. */
async function follow(text: string, kind: Kind): Promise<void> {
  const steps = [
    ...text.matchAll(
      /start-from: (now|checkpoint|\{[^}]*\})|lakeferry (\w+) sales\/orders-daily((?: --\w+)*)/g,
    ),
  ];
  expect(steps).not.toEqual([]);
  for (const [, setting, name, options = ''] of steps) {
    if (setting !== undefined) {
      const value = setting.startsWith('{') ? { position: '4AF/B00000D0' } : setting;
      expect(problemsOf(kind, value)).toEqual([]);
      machine.job = jobOf(
        kind,
        typeof value === 'object' ? { kind: 'position', ...value } : { kind: value as 'now' | 'checkpoint' },
      );
    } else if (name !== undefined) await command(name, options);
  }
  await machine.clock.advance(600_000);
  expect(tasks()).toMatchObject([{ status: 'running' }]);
  expect(await history.replication(key)).toMatchObject({ desired: 'running' });
}

const tasks = (): readonly Task[] => [...machine.dms.tasks.values()].map(({ task }) => task);
const theTask = (): Task => {
  const [task] = tasks();
  if (task === undefined) throw new Error('there is no task');
  return task;
};

let day = 0;
async function scheduled(wanted = 'SUCCEEDED') {
  day += 1;
  const input = scheduledInput({}, `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`);
  expect(await machine.finish(machine.start(input))).toBe(wanted);
  return history.run(runIdOf(input));
}

async function replicating(kind: Kind): Promise<void> {
  machine.job = jobOf(kind);
  await scheduled();
  await machine.clock.advance(120_000);
  machine.dms.set(theTask().arn, { checkpoint: 'checkpoint:V1#1#4AF/B00000D0#0#0#*#0#0' });
  await machine.clock.advance(120_000);
  expect(theTask().status).toBe('running');
}

describe.each(kinds)('advice for a job with $mode from $engine ($attributes)', (kind) => {
  test('what stop prints, with and without --delete', async () => {
    await replicating(kind);
    await follow(await command('stop', ''), kind);
    await follow(await command('stop', ' --delete'), kind);
  });

  test('a schedule of a job that somebody stopped names the command that continues it', async () => {
    await replicating(kind);
    for (const options of ['', ' --delete']) {
      await command('stop', options);
      const run = await scheduled();
      const [found] = run?.verdict?.findings ?? [];
      expect(found?.code).toBe('kept-stopped');
      if (options === '') await follow(found?.detail ?? '', kind);
    }
  });

  test('a task that somebody deleted in DMS', async () => {
    await replicating(kind);
    machine.dms.tasks.clear();
    await machine.clock.advance(1_800_000);
    const [alert] = machine.alerts;
    await follow(JSON.stringify(alert), kind);
  });

  test('a mode that DMS cannot change', async () => {
    const other = { ...kind, mode: kind.mode === 'cdc' ? 'full-load-and-cdc' : 'cdc' } as const;
    await replicating(other);
    machine.job = jobOf(kind);
    // A new task takes the place of the old one, unless changes in the slot would be lost.
    const isLost = kind.mode === 'cdc' && kind.engine === 'postgres' && kind.attributes === undefined;
    const run = await scheduled(isLost ? 'FAILED' : 'SUCCEEDED');
    if (!isLost) return expect(theTask()).toMatchObject({ status: 'running', mode: kind.mode });
    const [found] = run?.verdict?.findings ?? [];
    expect(JSON.stringify(found)).toContain('TaskNotChangeable');
    await follow(found?.detail ?? '', kind);
  });

  test('a position that the source no longer has: neither reload nor resume, which are blocked', async () => {
    await replicating(kind);
    const { arn } = theTask();
    machine.dms.set(arn, { status: 'failed', lastFailureMessage: 'lost it' });
    await machine.clock.advance(120_000);
    expect(theTask().status).toBe('failed');
    if (kind.engine === 'postgres' && kind.attributes === undefined) {
      const name = `${arn.split(':').at(-1)?.toLowerCase()}_1`;
      const slots = async () => [{ name, active: false, lagBytes: 1, walStatus: 'lost' }];
      machine.slots = { ...machine.slots, slots };
      machine.engineChecks = postgresChecks;
      const run = await scheduled('FAILED');
      const [found] = run?.verdict?.findings ?? [];
      expect(found?.detail).toContain('PositionGone');
      machine.engineChecks = undefined;
      await follow(found?.detail ?? '', kind);
      return;
    }
    const { connection } = machine.job;
    if (connection === undefined) throw new Error('the job has a source');
    const neededLog = { action: 'resume', origin: 'the checkpoint' } as const;
    const now = machine.clock.now().toISOString();
    // With a named slot, the SQL of the finding creates it again: see the tests of the check.
    const { text } = recreateTask({ ...requestOfJob(machine.job, connection, { now }), neededLog });
    if (kind.attributes === undefined) await follow(text, kind);
  });

  test('a failure of the task that no repetition fixes', async () => {
    await replicating(kind);
    const lastFailureMessage =
      kind.engine === 'mysql'
        ? 'Error 1236 reading binary log.'
        : 'ERROR: replication slot "own" does not exist';
    machine.dms.set(theTask().arn, { status: 'failed', lastFailureMessage });
    await machine.clock.advance(120_000);
    const alert = machine.alerts.at(-1);
    expect(alert).toMatchObject({ kind: 'down' });
    await follow(JSON.stringify(alert), kind);
  });

  test('a task whose position no checkpoint has', async () => {
    machine.job = jobOf(kind);
    await scheduled();
    await machine.clock.advance(120_000);
    machine.dms.set(theTask().arn, { status: 'failed', lastFailureMessage: 'lost it' });
    await machine.clock.advance(120_000);
    const [, forced = ''] =
      /"lakeferry stop \S+( --delete --force)"/.exec(await refused('stop', ' --delete')) ?? [];
    await follow(await command('stop', forced), kind);
  });

  test('refusals of commands', async () => {
    await replicating(kind);
    await command('stop', '');
    await follow(await refused('start'), kind);
    await command('stop', '');
    await follow(await refused('stop'), kind);
    await command('stop', '');
    await follow(await refused('reload'), kind);
    if (kind.mode === 'full-load-and-cdc') await command('reload', '');
    await command('stop', ' --delete');
    await follow(
      kind.mode === 'cdc'
        ? `start-from: ${kind.attributes === undefined ? 'now' : 'checkpoint'}, ${await refused('resume')}`
        : await refused('resume'),
      kind,
    );
  });
});

describe('advice of explanations', () => {
  const mysql: Kind = { mode: 'cdc', engine: 'mysql', attributes: undefined };
  const failed = async () => JSON.stringify((await scheduled('FAILED'))?.verdict?.findings);

  test('JobDisabled: enabled: true', async () => {
    machine.job = { ...jobOf(mysql), enabled: false };
    expect(await failed()).toContain('JobDisabled');
    machine.job = jobOf(mysql);
    await scheduled();
  });

  test('CheckpointMissing: start from now', async () => {
    machine.job = jobOf(mysql, { kind: 'checkpoint' });
    expect(await failed()).toContain('CheckpointMissing');
    await follow(`start-from: now, lakeferry start ${key}`, mysql);
  });
});

const here = 'executed above';
const again = 'a new run of the job: executed in run.test.ts';
const cloud = 'an action in the AWS console or of its support';
const owner = 'a decision of the owner: a limit, a selection or a name of the job';
const deployed = 'a deployment: executed in deployed-change.test.ts and in infra';

/** How the fix of each explanation of a run is executed, or why it is not. */
const explanations: Readonly<Record<string, string>> = {
  'state-failed': again,
  'task-missing': again,
  'task-not-started': again,
  'task-unfinished': owner,
  'task-failed': cloud,
  'no-tables-found': owner,
  'low-memory': owner,
  'low-disk': owner,
  'stopped-by-person': again,
  'unexpected-stop-reason': owner,
  'unknown-status': cloud,
  'statistics-missing': again,
  'no-tables': owner,
  'table-missing': owner,
  'table-error': owner,
  'table-unfinished': again,
  'table-rows-rejected': cloud,
  'table-validation': 'a query in the target database',
  'validation-pending': owner,
  'counts-disagree': again,
  'tables-collide': 'a rename: executed in core/checks/fixes.test.ts',
  'lease-held': owner,
  'queued-already': owner,
  'not-admitted': owner,
  paused: owner,
  cancelled: again,
  missed: again,
  // A resume of a task that is down.
  'not-replicating': here,
  'kept-stopped': here,
  'source-not-checked': 'the reason in the detail decides',
  'not-judged': again,
  'not-published': again,
  'publish-unsettled': again,
  ConnectionTestFailed: 'the secret, the server or the network',
  JobDisabled: here,
  CheckpointMissing: here,
  PositionGone: here,
  SourceNotReady: 'the fix of the finding: executed in core/checks/fixes.test.ts',
  SourceUnreachable: 'the secret, the server or the network',
  TaskNotChangeable: here,
  MaxDurationExceeded: owner,
  'States.Timeout': owner,
  SnapshotUnsound: again,
  NewerPublish: owner,
  CatalogueMissing: deployed,
  RunClosed: again,
  PlanNotFound: deployed,
  JobNotInPlan: deployed,
  NewerHistory: deployed,
  EndpointNotReady: 'the settings of an endpoint that others own: shown by doctor',
  TaskNotOurs: cloud,
  TaskDisappeared: again,
  ExecutionEnded: again,
  ExecutionAborted: again,
  WaitedTooLong: cloud,
  ConnectionTestInProgress: cloud,
  TaskBusy: again,
  Throttled: again,
  ServiceUnavailable: again,
  AwsRefused: cloud,
  QuotaExceeded: cloud,
  AccessDenied: deployed,
  DmsRefused: owner,
};

test('each fix that names lakeferry retry is executed in retry.test.ts, and its CDC twin names none', () => {
  const retried = Object.values(runExplanations).filter(({ fix }) => fix.includes('lakeferry retry'));
  expect(retried.length).toBeGreaterThan(5);
  for (const { cdcFix } of retried) expect(cdcFix).not.toContain('lakeferry retry');
});

test('the fix of each explanation is executed, or has a reason why not', () => {
  const all = { ...runExplanations, ...errorExplanations };
  expect(Object.keys(explanations).sort()).toEqual(Object.keys(all).sort());
  const names = Object.entries(all)
    .filter(([, { fix }]) => /lakeferry (start|stop|resume|reload)/.test(fix))
    .map(([name]) => name);
  expect(names.filter((name) => explanations[name] !== here)).toEqual([]);
});
