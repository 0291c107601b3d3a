import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import { type RetriedRun, retryRun } from '../../application/runs/retry-run';
import type { History } from '../../aws/history/history';
import type { DatedObject } from '../../aws/lake/object-state';
import type { TableRecord } from '../../core/runs/record/table-record';
import { runIdOf } from '../../core/runs/record/run-identity';
import { connectionsOf } from '../../core/runs/task/connection';
import { explain } from '../../core/runs/verdict/explain';
import { runExplanations } from '../../core/runs/verdict/explain-run';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { memoryHistory } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const key = 'sales/orders-daily';
const names = ['items', 'orders', 'returns'];
const input = scheduledInput();
const first = runIdOf(input);

let history: History;
let machine: RunMachine;
const silent = jest.spyOn(console, 'error').mockReturnValue(undefined);
afterAll(() => silent.mockRestore());
beforeEach(async () => {
  history = memoryHistory();
  machine = await new RunMachine(history).open();
  machine.job = sampleJob({ department: 'sales', job: 'orders-daily', tables: names });
});
afterEach(() => machine.stop());

const table = (name: string, state = 'Table completed'): TableRecord => ({
  schema: 'sales',
  table: name,
  state,
  rows: state === 'Table completed' ? 10 : 0,
  errorRows: 0,
});

/** Files of tables in staging, as a load writes them now. */
function stage(...tables: readonly string[]): void {
  machine.staged = [
    ...machine.staged,
    ...tables.map(
      (name): DatedObject => ({
        bucket: 'staging',
        key: `${key}/sales/${name}/LOAD00000001.parquet`,
        size: 10,
        eTag: 'e',
        lastModified: machine.clock.now(),
      }),
    ),
  ];
}

/** A scheduled run in which `failing` fail. */
async function failedRun(...failing: readonly string[]): Promise<void> {
  machine.dms.tables = names.map((name) =>
    table(name, failing.includes(name) ? 'Table error' : 'Table completed'),
  );
  const execution = machine.start(input);
  await machine.clock.advance(60_000);
  stage(...names.filter((name) => !failing.includes(name)));
  expect(await machine.finish(execution)).toBe('FAILED');
}

function retry(of = first, by = 'ada', requestId = by): Promise<RetriedRun> {
  const environment = memoryEnvironment([key]);
  const { executions } = machine;
  const platform = { ...environment.platform, stateMachineArn: machine.stateMachineArn };
  const requester = { by, at: machine.clock.now() };
  const options = { requestId, plans: { job: async () => machine.job } };
  return retryRun({ ...environment, history, executions, platform }, of, requester, options);
}

async function retried(of = first): Promise<RetriedRun & { readonly status: string }> {
  const started = await retry(of);
  return { ...started, status: await machine.finish(started.execution) };
}

/** Tables that the task of the newest run was created for. */
let selected: readonly unknown[] = [];
beforeEach(() => {
  selected = [];
  const create = machine.dms.createTask.bind(machine.dms);
  jest.spyOn(machine.dms, 'createTask').mockImplementation(async (request) => {
    const { rules } = JSON.parse(request.tableMappings);
    selected = rules.map(
      (rule: Record<string, Record<string, string>>) => rule['object-locator']?.['table-name'],
    );
    return await create(request);
  });
});

const stateOf = async (run: string) => (await history.run(run))?.verdict?.outcome;

async function nothingIsLeft(): Promise<void> {
  expect([...machine.dms.tasks.keys()]).toEqual([]);
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease(key)).toBeUndefined();
}

test('loads the table that failed, and its record has all tables', async () => {
  await failedRun('returns');
  machine.dms.tables = [table('returns')];
  const { run, status } = await retried();
  expect([run, status, selected]).toEqual([`${first}.2`, 'SUCCEEDED', ['returns']]);
  const kept = await history.runWithTables(run);
  expect(kept?.run).toMatchObject({
    attempt: 2,
    firstAttempt: first,
    onlyTables: ['sales.returns'],
    carriesFrom: first,
    verdict: { outcome: 'succeeded', findings: [], evidence: { tables: 3, tablesCompleted: 3, rows: 30 } },
  });
  expect(kept?.tables.map((one) => [one.table, one.carried?.from])).toEqual([
    ['items', first],
    ['orders', first],
    ['returns', undefined],
  ]);
  expect(await stateOf(first)).toBe('failed');
  await nothingIsLeft();
});

test('a third attempt takes tables over from the first two', async () => {
  await failedRun('returns', 'orders');
  machine.dms.tables = [table('orders'), table('returns', 'Table error')];
  const second = await retry();
  await machine.clock.advance(60_000);
  stage('orders');
  expect(await machine.finish(second.execution)).toBe('FAILED');
  machine.dms.tables = [table('returns')];
  const { run, status } = await retried(second.run);
  expect([run, status, selected]).toEqual([`${first}.3`, 'SUCCEEDED', ['returns']]);
  expect((await history.runWithTables(run))?.tables.map((one) => one.carried?.from)).toEqual([
    first,
    second.run,
    undefined,
  ]);
  await expect(retry()).rejects.toMatchObject({ reason: { because: 'succeeded', run } });
});

test('an attempt that ended before its task counts, and the next takes over the same tables', async () => {
  await failedRun('returns');
  // Otherwise the tests of the first attempt count.
  const { endpoints } = input;
  await history.forgetPassedTests(connectionsOf(endpoints, machine.job));
  machine.dms.connectionBefore = 'failed';
  machine.dms.connection = 'failed';
  expect(await retried()).toMatchObject({ status: 'FAILED' });
  machine.dms.connection = 'successful';
  machine.dms.tables = [table('returns')];
  expect(await retried()).toMatchObject({ run: `${first}.3`, status: 'SUCCEEDED' });
  expect(selected).toEqual(['returns']);
});

test('files that have expired in staging are loaded again with all others', async () => {
  await failedRun('returns');
  machine.staged = [];
  machine.dms.tables = names.map((name) => table(name));
  const { run, status } = await retried();
  expect([status, selected]).toEqual(['SUCCEEDED', names]);
  const record = await history.run(run);
  expect(record?.onlyTables).toBeUndefined();
  expect(record?.loadsAllBecause).toMatch(/files of sales.items of .* are no longer in staging/);
});

test('a publish that failed is repeated without a task', async () => {
  const { publish } = machine;
  machine.publish = async () => {
    throw Object.assign(new Error('no key'), { name: 'AccessDenied' });
  };
  await failedRun();
  machine.publish = publish;
  machine.dms.calls.length = 0;
  const { run, status } = await retried();
  expect([status, machine.dms.calls.includes('createTask')]).toEqual(['SUCCEEDED', false]);
  expect(await history.run(run)).toMatchObject({
    onlyTables: [],
    verdict: { outcome: 'succeeded', evidence: { tables: 3 } },
    phases: { published: expect.any(String) },
  });
  await nothingIsLeft();
});

test('requested twice at once it starts one attempt, and the second person is told', async () => {
  await failedRun('returns');
  machine.dms.tables = [table('returns')];
  const both = await Promise.allSettled([retry(first, 'ada'), retry(first, 'bob')]);
  const started = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(started.map(({ run }) => run)).toEqual([`${first}.2`]);
  expect(both).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ reason: expect.objectContaining({ run: `${first}.2` }) }),
  });
  await machine.clock.advance(5_000);
  await expect(retry(first, 'bob')).rejects.toMatchObject({ reason: { because: 'open', run: `${first}.2` } });
  expect(await machine.finish(started[0]?.execution ?? '')).toBe('SUCCEEDED');
  expect(await history.run(`${first}.3`)).toBeUndefined();
});

test('while a scheduled run is open it is skipped, and says for which run', async () => {
  await failedRun('returns');
  const later = scheduledInput({}, '2026-03-01T22:00:00Z');
  const scheduled = machine.start(later);
  await machine.clock.advance(5_000);
  const { run } = await retried();
  expect(await history.run(run)).toMatchObject({
    skippedFor: runIdOf(later),
    verdict: { outcome: 'skipped' },
  });
  // The scheduled run fails, too.
  await machine.clock.advance(60_000);
  stage('items', 'orders');
  expect(await machine.finish(scheduled)).toBe('FAILED');
  machine.dms.tables = names.map((name) => table(name));
  const third = await retried();
  expect([third.run, third.status, selected]).toEqual([`${first}.3`, 'SUCCEEDED', names]);
  expect((await history.run(third.run))?.loadsAllBecause).toMatch(/a later load has replaced/);
});

test('after a newer publish it is refused, and names the run', async () => {
  await failedRun('returns');
  machine.dms.tables = names.map((name) => table(name));
  const later = scheduledInput({}, '2026-03-02T10:00:00Z');
  expect(await machine.finish(machine.start(later))).toBe('SUCCEEDED');
  await expect(retry()).rejects.toMatchObject({ reason: { because: 'newer-publish', run: runIdOf(later) } });
});

test('table errors that the job allows are retried, and no other outcome of success', async () => {
  machine.job = { ...machine.job, allowTableErrors: true };
  machine.dms.tables = names.map((name) => table(name, name === 'returns' ? 'Table error' : undefined));
  const execution = machine.start(input);
  await machine.clock.advance(60_000);
  stage('items', 'orders');
  expect(await machine.finish(execution)).toBe('SUCCEEDED');
  machine.dms.tables = [table('returns')];
  expect(await retried()).toMatchObject({ status: 'SUCCEEDED' });
  expect([selected, await stateOf(`${first}.2`)]).toEqual([['returns'], 'succeeded']);
});

test('a run of a CDC job is refused, and the refusal has the command', async () => {
  await failedRun('returns');
  machine.job = { ...machine.job, mode: 'full-load-and-cdc' };
  await expect(retry()).rejects.toMatchObject({
    reason: { kind: 'retry-of-cdc', mode: 'full-load-and-cdc' },
  });
});

describe('advice of findings', () => {
  type Ending = () => void | Promise<void>;
  const ends: Readonly<Record<string, Ending>> = {
    'table-error': () => failing('Table error'),
    'table-unfinished': () => failing('Full load'),
    'table-missing': () => failing('Table does not exist'),
    'stopped-by-person': () => stopped('Stop Reason NORMAL'),
    'low-memory': () => stopped('Stop Reason STOPPED_DUE_TO_LOW_MEMORY'),
    'not-published': () => {
      machine.publish = async () => {
        throw Object.assign(new Error('no key'), { name: 'AccessDenied' });
      };
    },
    cancelled: async () => {
      machine.dms.loadSeconds = 3_600;
      await history.requestCancel(first, { by: 'ada', at: machine.clock.now().toISOString() });
    },
  };
  const failing = (state: string): void => {
    machine.dms.tables = names.map((name) => table(name, name === 'returns' ? state : undefined));
  };
  const stopped = (stopReason: string): void => {
    failing('Full load');
    machine.dms.ending = { status: 'stopped', stopReason };
  };

  test('every finding whose fix is a retry is listed here', () => {
    const codes = Object.entries(runExplanations).filter(([, { fix }]) => fix.includes('lakeferry retry'));
    expect(codes.map(([code]) => code).sort()).toEqual(Object.keys(ends).sort());
  });

  test.each(Object.keys(ends))('the command of %s ends in success', async (code) => {
    const { publish } = machine;
    const { ending } = machine.dms;
    failing('Table completed');
    const execution = machine.start(input);
    await machine.clock.advance(1_000);
    await ends[code]?.();
    await machine.clock.advance(60_000);
    stage('items', 'orders', ...(code === 'not-published' ? ['returns'] : []));
    await machine.finish(execution);
    await machine.clock.advanceUntil(async () => (await history.inFlightRuns()).length === 0, 3_600_000);
    machine.publish = publish;
    machine.dms.ending = ending;
    machine.dms.loadSeconds = 60;
    const record = await history.run(first);
    const found = record?.verdict?.findings.find((one) => one.code === code);
    if (record === undefined || found === undefined) throw new Error(`the run has no finding ${code}`);
    const [, of = ''] = /lakeferry retry (\S+)/.exec(explain(found, record).fix) ?? [];
    machine.dms.tables = (code === 'cancelled' ? names : ['returns']).map((name) => table(name));
    expect((await retried(of)).status).toBe('SUCCEEDED');
  });
});

describe('with a source check', () => {
  let columns = ['id'];
  const checks: EngineChecks = {
    engine: 'postgres',
    products: 'PostgreSQL',
    catalogue: [],
    next: () => [],
    facts: () => ({
      version: '16.1',
      names: [],
      tables: names.map((name) => ({
        schema: 'sales',
        table: name,
        engine: 'postgres',
        kind: 'table',
        columns: columns.map((column) => ({ name: column, type: 'int4', nullable: false })),
        primaryKey: ['id'],
        uniqueKeys: [],
        lobColumns: [],
      })),
    }),
    evaluate: () => ({ findings: [], passed: [], skipped: [] }),
  };
  beforeEach(() => {
    columns = ['id'];
    machine.engineChecks = checks;
    const connection = {
      name: 'sales-db',
      engine: 'postgres',
      secretName: 's',
      databaseName: 'sales',
      sslMode: 'none',
    } as const;
    machine.job = { ...machine.job, connection };
  });

  test('equal columns load the failed table only', async () => {
    await failedRun('returns');
    machine.dms.tables = [table('returns')];
    expect(await retried()).toMatchObject({ status: 'SUCCEEDED' });
    expect(selected).toEqual(['returns']);
  });

  test.each([undefined, 'killed'])(
    'changed columns load all tables, and it says which (%s)',
    async (killed) => {
      await failedRun('returns');
      columns = ['id', 'added'];
      machine.dms.tables = names.map((name) => table(name));
      const started = await retry();
      if (killed !== undefined) {
        const keep = jest.spyOn(history, 'keepCheckReport').mockImplementationOnce(async (...given) => {
          keep.mockRestore();
          await history.keepCheckReport(...given);
          throw Object.assign(new Error('killed'), { name: 'Sandbox.Timedout' });
        });
      }
      expect(await machine.finish(started.execution)).toBe('SUCCEEDED');
      const kept = await history.runWithTables(started.run);
      expect(selected).toEqual(names);
      expect(kept?.run.loadsAllBecause).toMatch(/^sales.items has changed: added: the column is new/);
      expect(kept?.run.carriesFrom).toBeUndefined();
      expect(kept?.tables.map((one) => one.carried)).toEqual([undefined, undefined, undefined]);
    },
  );
});

test('killed after any call of OpenRun, a retry loads the same tables', async () => {
  for (let call = 1; call <= 20; call += 1) {
    const time = new Date(Date.UTC(2026, 3, call, 10)).toISOString().replace('.000', '');
    machine.staged = [];
    machine.dms.tables = names.map((name) => table(name, name === 'returns' ? 'Table error' : undefined));
    const scheduled = scheduledInput({}, time);
    const execution = machine.start(scheduled);
    await machine.clock.advance(60_000);
    stage('items', 'orders');
    await machine.finish(execution);
    machine.dms.tables = [table('returns')];
    const started = await retry(runIdOf(scheduled));
    machine.portCalls = 0;
    machine.killAtCall = call;
    const status = await machine.finish(started.execution);
    machine.killAtCall = undefined;
    expect([call, status, selected]).toEqual([call, 'SUCCEEDED', ['returns']]);
    expect((await history.runWithTables(started.run))?.tables).toHaveLength(3);
  }
});
