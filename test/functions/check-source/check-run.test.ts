import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { TableFacts } from '../../../core/checks/facts/source-facts';
import { RunError } from '../../../core/runs/record/run-error';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { sampleJob } from '../../helpers/runs/plan';
import { scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
let store: TestHistory;
let machine: RunMachine;
let day = 0;

beforeEach(async () => {
  store = await startTestHistory();
  machine = await new RunMachine(store.history).open();
  day = 0;
  columns = ['id'];
  blocking = false;
  unavailable = {};
  machine.engineChecks = checks;
  use({});
});
afterEach(async () => {
  await machine.stop();
  await store.stop();
});

function use(over: Parameters<typeof sampleJob>[1]): void {
  machine.job = sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] },
    {
      connection: {
        name: 'sales-db',
        engine: 'postgres',
        secretName: 's',
        databaseName: 'sales',
        sslMode: 'none',
      },
      ...over,
    },
  );
}

async function daily(wanted: string): Promise<string> {
  day += 1;
  const input = scheduledInput({}, `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`);
  expect(await machine.finish(machine.start(input))).toBe(wanted);
  return runIdOf(input);
}

let columns: string[];
let unavailable: Partial<Record<'columns' | 'keys', string>> = {};
let blocking: boolean;
const compared: string[][] = [];

/** One check that reports an error on request, and remembers the shapes of its requests. */
const checks: EngineChecks = {
  engine: 'postgres',
  products: 'PostgreSQL',
  catalogue: [
    {
      id: 'test-check',
      engines: ['postgres'],
      modes: ['full-load', 'cdc'],
      severity: 'error',
      title: 't',
      why: 'w',
      source: 'https://example.com',
    },
  ],
  next: (_request, results) =>
    results.size > 0 ? [] : [{ id: 'one', sql: 'SELECT 1', binds: [], timeoutSeconds: 1 }],
  facts: (request) => {
    compared.push(request.lastShapes.flatMap((shape) => shape.columns.map(({ name }) => name)));
    const orders: TableFacts = {
      schema: 'sales',
      table: 'orders',
      engine: 'postgres',
      kind: 'table',
      columns: columns.map((name) => ({ name, type: 'int4', nullable: false })),
      primaryKey: ['id'],
      uniqueKeys: [],
      lobColumns: [],
    };
    return { version: '16.1', tables: [orders], names: [], unavailable };
  },
  evaluate: () => ({
    findings: blocking
      ? [
          {
            check: 'test-check',
            severity: 'error',
            schema: 'sales',
            table: 'orders',
            found: 'no primary key',
            why: 'w',
            source: 'https://example.com',
            fix: { kind: 'sql', text: 'ALTER TABLE sales.orders ADD PRIMARY KEY (id)' },
          },
        ]
      : [],
    passed: blocking ? [] : ['test-check'],
    skipped: [],
  }),
};

test('a full load is checked before its task is created, and its report is stored completely', async () => {
  const run = await daily('SUCCEEDED');
  const record = await store.history.run(run);
  expect(record?.phases.sourceChecked).toBeDefined();
  expect(record?.check).toMatchObject({ errors: 0, passed: 2, queries: 1, version: '16.1' });
  expect(await store.history.checkReport(run)).toMatchObject({
    job: key,
    connection: 'sales-db',
    passed: ['source-reachable', 'test-check'],
    tables: [{ schema: 'sales', table: 'orders', kind: 'table' }],
  });
  expect(await store.history.shapes(key)).toMatchObject([{ run, table: 'orders' }]);
});

test('an error ends the run before any task is created, with its fix in the verdict and the report stored', async () => {
  blocking = true;
  const run = await daily('FAILED');
  expect(machine.dms.calls).not.toContain('createTask');
  const record = await store.history.run(run);
  expect(record?.verdict?.outcome).toBe('failed');
  expect(record?.verdict?.findings[0]?.detail).toMatch(
    /^CheckSource: SourceNotReady: sales\.orders: no primary key \(fix in SQL: ALTER TABLE sales\.orders ADD PRIMARY KEY \(id\)\)/,
  );
  expect((await store.history.checkReport(run))?.findings).toHaveLength(1);
  expect(await store.history.lease(key)).toBeUndefined();
});

test('check: warn stores the error and continues; check: off does not query the source', async () => {
  blocking = true;
  use({ check: 'warn' });
  const warned = await daily('SUCCEEDED');
  expect((await store.history.run(warned))?.check).toMatchObject({ errors: 1 });
  use({ check: 'off' });
  machine.openSource = async () => {
    throw new Error('connected');
  };
  const off = await daily('SUCCEEDED');
  expect(await store.history.run(off)).toMatchObject({ sourceCheck: 'not checked: the job sets check: off' });
  expect((await store.history.run(off))?.check).toBeUndefined();
});

test('a source that Lakeferry cannot reach is a warning, because DMS has its own connection', async () => {
  machine.openSource = async () => {
    throw new RunError(
      'SourceUnreachable',
      'postgres at db:5432: nobody answered in time: let the security group in',
    );
  };
  const run = await daily('SUCCEEDED');
  expect((await store.history.run(run))?.check).toMatchObject({
    warnings: 1,
    skipped: 1,
    unreachable: expect.stringContaining('db:5432'),
  });
  expect(await store.history.checkReport(run)).toMatchObject({
    findings: [{ check: 'source-reachable', severity: 'warning' }],
    skipped: [{ check: 'test-check', because: 'the source was not reached' }],
  });
  expect((await store.history.run(run))?.verdict).toMatchObject({
    outcome: 'succeeded',
    findings: [{ code: 'source-not-checked', detail: expect.stringContaining('db:5432') }],
  });
});

test('a source whose dictionary cannot be read is reported as not checked', async () => {
  machine.engineChecks = {
    ...checks,
    facts: () => {
      throw new Error('permission denied for pg_class');
    },
  };
  const record = await store.history.run(await daily('SUCCEEDED'));
  expect(record).toMatchObject({
    check: { passed: 1, skipped: 1 },
    sourceCheck: 'not checked: Error: permission denied for pg_class',
    verdict: {
      outcome: 'succeeded',
      findings: [
        { code: 'source-not-checked', detail: 'not checked: Error: permission denied for pg_class' },
      ],
    },
  });
});

test('a run connects to its source as the platform is deployed, not as its department was', async () => {
  machine.deployedSource = {
    name: 'sales-db',
    engine: 'postgres',
    secretName: 'lakeferry/sales-db-2',
    databaseName: 'sales_2',
    sslMode: 'require',
  };
  await daily('SUCCEEDED');
  expect(machine.opened).toEqual([machine.deployedSource]);
});

test('drift is reported relative to the last successful run, not to a failed run', async () => {
  compared.length = 0;
  await daily('SUCCEEDED');
  columns = ['id', 'added'];
  blocking = true;
  await daily('FAILED');
  await daily('FAILED');
  blocking = false;
  await daily('SUCCEEDED');
  await daily('SUCCEEDED');
  expect(compared).toEqual([[], ['id'], ['id'], ['id'], ['id', 'added']]);
});

test.each(['columns', 'keys'] as const)(
  'without %s, the shapes of a successful run are not compared with the next run',
  async (part) => {
    compared.length = 0;
    await daily('SUCCEEDED');
    unavailable = { [part]: 'timeout: no response within 20 s' };
    columns = [];
    await daily('SUCCEEDED');
    unavailable = {};
    columns = ['id'];
    await daily('SUCCEEDED');
    expect(compared).toEqual([[], ['id'], ['id']]);
  },
);

test('killed after any of its calls, the check is repeated with the same result', async () => {
  await daily('SUCCEEDED');
  columns = ['id', 'added'];
  for (const kill of [4, 5, 6, 7, 8, 9, 10, 11, 12]) {
    compared.length = 0;
    machine.portCalls = 0;
    machine.killAtCall = kill;
    blocking = true;
    const run = await daily('FAILED');
    machine.killAtCall = undefined;
    expect(compared.every((names) => names.join() === 'id')).toBe(true);
    expect((await store.history.checkReport(run))?.findings).toHaveLength(1);
    expect((await store.history.run(run))?.verdict?.findings[0]?.detail).toContain('SourceNotReady');
  }
});
