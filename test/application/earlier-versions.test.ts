import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStatus } from '../../application/environments/read-status';
import { readReplication } from '../../application/replications/read-replications';
import { listRuns } from '../../application/runs/list-runs';
import { readRun } from '../../application/runs/read-run';
import { historyOf } from '../../aws/history/history';
import { createQueries } from '../../console/server/queries';
import type { Task } from '../../core/runs/task/task';
import { ConsoleWorld } from '../helpers/console/console-world';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { memoryTable } from '../helpers/runs/memory-history';
import { Reported } from '../helpers/runs/reporting';
import { RunMachine } from '../helpers/runs/run-machine';

interface Written {
  readonly commit: string;
  readonly now: string;
  readonly tasks: readonly Task[];
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

const folder = join(__dirname, '../fixtures/history');
const versions = readdirSync(folder).filter((file) => file.endsWith('.json'));
const stackId = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/lakeferry-dev-sales/1';
const [load, live] = ['sales/orders-daily', 'sales/orders-live'];

function open(file: string) {
  const written: Written = JSON.parse(readFileSync(join(folder, file), 'utf8'), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value
      ? new Uint8Array(Buffer.from(String(value.base64), 'base64'))
      : value,
  );
  const items = new Map<string, Map<string, Readonly<Record<string, unknown>>>>();
  for (const item of written.items) {
    const [pk, sk] = [String(item['pk']), String(item['sk'])];
    items.set(pk, (items.get(pk) ?? new Map()).set(sk, item));
  }
  const reported = new Reported();
  const history = historyOf(memoryTable(items), reported.log);
  const environment = { ...memoryEnvironment([load, live]), history };
  const hasHold = written.items.some(({ pk }) => pk === 'HOLD');
  return { ...written, hasHold, reported, history, environment, now: new Date(written.now) };
}

test('there is the history of more than one version, each written by its own code', () => {
  expect(versions.length).toBeGreaterThanOrEqual(3);
  for (const file of versions) expect(open(file).commit).toMatch(/^[0-9a-f]{40}$/);
});

test('one has a hold, which versions from 2026-11-29 write', () => {
  expect(versions.filter((file) => open(file).hasHold)).toContain('2026-11-29-23h.json');
});

test('each release of the change log has its history: see test/fixtures/history/write.sh', () => {
  const log = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
  const released = [...log.matchAll(/^## \[?v?(\d+\.\d+\.\d+)/gm)].map(([, version]) => `${version}.json`);
  expect(versions).toEqual(expect.arrayContaining(released));
});

describe.each(versions)('the history as written by %s', (file) => {
  test('is read by status, history, show and the CDC job', async () => {
    const { environment, now, tasks, hasHold, reported } = open(file);
    const dms = { describeTasks: async () => tasks };
    const { jobs, replicating, deployments = [] } = await readStatus(environment, now, dms);
    expect(deployments.map(({ reason, state, jobs: held }) => [reason, state, held])).toEqual(
      hasHold ? [['deployment of lakeferry-dev-sales', 'waits', [live]]] : [],
    );
    const waitsFor = deployments.flatMap((one) => one.waitsFor.join());
    expect(waitsFor).toEqual(hasHold ? [expect.stringContaining(`${load} (run `)] : []);
    expect(jobs.map(({ job, newest }) => [job, newest?.state])).toEqual([
      [load, 'open'],
      [live, 'succeeded'],
    ]);
    expect(replicating).toMatchObject([{ job: live, desired: 'running', task: 'running' }]);
    expect(replicating[0]?.problem).toBeUndefined();

    const runs = await listRuns(environment, { selection: 'sales', limit: 10 }, now);
    const states = new Map(runs.map(({ run, state }) => [run.slice(-16), state]));
    expect(Object.fromEntries(states)).toEqual({
      '20260301T130000Z': 'open',
      '20260301T120000Z': 'failed',
      '20260301T110000Z': 'succeeded',
      '20260301T100000Z': 'succeeded',
    });
    for (const { run } of runs) {
      const { run: record, tables } = await readRun(environment, run, now);
      expect(record.phases.opened).toBeDefined();
      expect(tables.map(({ table }) => table)).toEqual(['order_items', 'orders']);
    }
    const failed = runs.find(({ state }) => state === 'failed');
    expect((await readRun(environment, failed?.run ?? '', now)).run.verdict?.findings).not.toEqual([]);

    const job = await readReplication(environment, live, dms);
    expect(job.checkpoint?.checkpoint).toContain('checkpoint:V1');
    expect(job.series?.points.length).toBeGreaterThan(5);
    expect(job.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['task-created', 'task-started', 'task-stopped', 'resumed', 'recovered']),
    );
    expect(reported.lines).toEqual([]);
  });

  test('is shown by the pages of the console', async () => {
    const { environment, now } = open(file);
    const ports = { ...new ConsoleWorld().ports, environment, now: () => now };
    const about = { environment: 'dev', cloud: 'c', operator: 'ada', actions: false, preview: false };
    const queries = createQueries(ports, about, Object({}));
    const runs = await listRuns(environment, { selection: 'sales', limit: 10 }, now);
    for (const path of ['/today', `/jobs/${load}/runs`, ...runs.map(({ run }) => `/runs/${run}`)]) {
      const answer = await queries.request(path);
      expect([path, answer.status]).toEqual([path, 200]);
    }
  });

  test('is continued by polls: the load in flight is followed to its end, and the CDC task is kept running', async () => {
    const { history, now, tasks, hasHold, reported } = open(file);
    const machine = await new RunMachine(history).open();
    // The execution of the earlier version runs on, and takes the answer to its token.
    const answered: string[] = [];
    const executions = {
      ...memoryEnvironment([]).executions,
      succeed: async (token: string) => {
        answered.push(token);
        return 'delivered';
      },
      heartbeat: async () => 'delivered',
    };
    Object.defineProperty(machine, 'executions', { value: executions });
    try {
      machine.resting = true;
      await machine.clock.advance(now.getTime() - machine.clock.now().getTime());
      for (const task of tasks) machine.dms.tasks.set(task.arn, { task, request: Object({ tags: {} }) });
      machine.deployments.statuses.set(stackId, 'UPDATE_IN_PROGRESS');
      machine.resting = false;
      const [inFlight] = await history.inFlightRuns();
      expect(inFlight).toMatchObject({ forJob: load, goal: 'load-finished' });
      await machine.clock.advance(3 * 60_000);
      const arn = inFlight?.taskArn ?? '';
      const statistics = {
        percent: 100,
        tablesLoaded: 2,
        tablesLoading: 0,
        tablesQueued: 0,
        tablesErrored: 0,
      };
      const stopReason = 'Stop Reason FULL_LOAD_ONLY_FINISHED';
      machine.dms.set(arn, { status: 'stopped', stopReason, statistics });
      machine.dms.set(String(tasks.find(({ mode }) => mode !== 'full-load')?.arn), { status: 'failed' });
      await machine.clock.advance(10 * 60_000);
      expect(answered).toEqual([inFlight?.token]);
      // The state machine then calls the function of this version.
      const run = inFlight?.run ?? '';
      await machine.invoke('JudgeRun', { run, failure: null });
      expect((await history.knownRun(run)).verdict?.outcome).toBe('succeeded');
      // The run has not ended, so a deployment that waits for it is refused in the end, and its hold is released.
      if (hasHold) await machine.clock.advance(40 * 60_000);
      expect(machine.deployments.answers.map(({ requestId, status }) => [requestId, status])).toEqual(
        hasHold ? [['request-1', 'FAILED']] : [],
      );
      machine.deployments.statuses.set(stackId, 'UPDATE_ROLLBACK_COMPLETE');
      await machine.clock.advance(5 * 60_000);
      expect(await history.holds()).toEqual([]);
      const replication = await history.replication(live);
      expect(replication).toMatchObject({ desired: 'running', seen: { status: 'running' } });
      const problems = reported.lines.filter(({ level }) => level === 'error');
      expect(problems).toEqual([]);
    } finally {
      await machine.stop();
    }
  });
});
