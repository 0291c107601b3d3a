import type { DescribedEndpoint } from '../../core/checks/existing/described';
import type { JobPlan } from '../../core/planning/job-plan';
import { targetSettings } from '../../core/planning/target-settings';
import { runIdOf } from '../../core/runs/record/run-identity';
import type { Task } from '../../core/runs/task/task';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryHistory } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { endpoints, scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const { sourceEndpointArn, targetEndpointArn } = endpoints;
const namedEndpoints = {
  source: { arn: sourceEndpointArn, engine: 'postgres', databaseName: 'sales' },
  target: { arn: targetEndpointArn },
} as const;

let history = memoryHistory();
let machine: RunMachine;
beforeEach(async () => {
  machine = await new RunMachine(history).open();
});
afterEach(() => machine.stop());

function ends(job: JobPlan): readonly DescribedEndpoint[] {
  const s3 = { ...job.targetSettings, BucketName: 'staging', BucketFolder: job.stagingFolder };
  const shared = { status: 'active', databaseName: 'sales' };
  return [
    { ...shared, arn: sourceEndpointArn, identifier: 'erp', type: 'SOURCE', engine: 'aurora-postgresql' },
    { ...shared, arn: targetEndpointArn, identifier: 'files', type: 'TARGET', engine: 's3', s3 },
  ];
}

const jobOf = (mode: JobPlan['mode']): JobPlan => {
  const over = { mode, targetSettings: targetSettings(mode, 'parquet'), namedEndpoints };
  return mode === 'full-load'
    ? sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] }, over)
    : cdcJob(over);
};

/** Starts the run of a day and returns its status with the error of its execution. */
async function runOf(day: number) {
  const input = scheduledInput({}, `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`);
  const status = await machine.finish(machine.start(input));
  const record = await history.run(runIdOf(input));
  return { status, text: JSON.stringify(record?.verdict) };
}

test.each<[JobPlan['mode'], number]>([
  ['full-load', 1],
  ['cdc', 5],
  ['full-load-and-cdc', 9],
])('%s runs on endpoints that fit, and makes no task when the owner changes one', async (mode, day) => {
  machine.job = jobOf(mode);
  machine.dms.existing = ends(machine.job);
  expect((await runOf(day)).status).toBe('SUCCEEDED');
  const made = machine.dms.calls.filter((call) => call === 'createTask').length;
  expect(made).toBe(1);

  machine.dms.existing = ends({ ...machine.job, stagingFolder: 'elsewhere' });
  const { status, text } = await runOf(day + 1);
  expect(status).not.toBe('SUCCEEDED');
  expect(text).toContain('EndpointNotReady');
  expect(text).toContain(
    'BucketFolder of files is elsewhere (fix in AWS: S3Settings.BucketFolder: sales/orders-daily)',
  );
  expect(machine.dms.calls.filter((call) => call === 'createTask')).toHaveLength(made);
  expect(machine.dms.calls.filter((call) => /^(modifyTask|tagTask|stopTask|deleteTask)/.test(call))).toEqual(
    mode === 'full-load' ? ['deleteTask'] : [],
  );
});

test('an endpoint that is gone ends the run, and one of Lakeferry’s own is not described', async () => {
  machine.job = { ...jobOf('full-load'), namedEndpoints: { source: namedEndpoints.source } };
  expect((await runOf(20)).text).toContain(`DMS knows no endpoint ${sourceEndpointArn}`);
  const described = machine.dms.calls.filter((call) => call === 'endpoints').length;
  const { namedEndpoints: _, ...own } = machine.job;
  machine.job = own;
  expect((await runOf(21)).status).toBe('SUCCEEDED');
  expect(machine.dms.calls.filter((call) => call === 'endpoints')).toHaveLength(described);
});

describe('a task that stopped by itself', () => {
  const key = 'sales/orders-daily';
  const described = () => machine.dms.calls.filter((call) => call === 'endpoints').length;
  const resumed = () => machine.dms.calls.filter((call) => call.endsWith('resume-processing')).length;
  const events = async () => (await history.events(key, 50)).filter(({ kind }) => kind === 'gave-up');

  beforeEach(async () => {
    history = memoryHistory();
    machine = await new RunMachine(history).open();
    machine.job = jobOf('cdc');
    machine.dms.existing = ends(machine.job);
    machine.outside.jobs = [machine.job];
    expect((await runOf(1)).status).toBe('SUCCEEDED');
    machine.dms.calls.length = 0;
  });

  const failed = { status: 'failed', lastFailureMessage: 'Last Error  lost' };
  const breaks = async (minutes: number, change: Partial<Task> = failed) => {
    const [arn] = machine.dms.tasks.keys();
    machine.dms.set(arn ?? '', change);
    await machine.clock.advance(minutes * 60_000);
  };

  test('is resumed after one request about its endpoints', async () => {
    await breaks(5);
    expect([described(), resumed()]).toEqual([1, 1]);
  });

  test('stays down when its owner changed an endpoint, with one event and one alert', async () => {
    machine.dms.existing = ends({ ...machine.job, stagingFolder: 'elsewhere' });
    await breaks(30);
    expect([described(), resumed()]).toEqual([1, 0]);
    const [gaveUp, ...more] = await events();
    expect(more).toEqual([]);
    expect(gaveUp?.detail).toMatch(
      /^EndpointNotReady: BucketFolder of files is elsewhere \(fix in AWS: S3Settings.BucketFolder: .*; then run lakeferry resume sales\/orders-daily$/,
    );
    expect(machine.alerts.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['down raised']);
  });

  test('stays down after a deployment that changed an endpoint so, with one event', async () => {
    machine.dms.existing = ends({ ...machine.job, stagingFolder: 'elsewhere' });
    const since = machine.clock.now().toISOString();
    await history.recordHeldTask(key, { reason: 'deployment of lakeferry-dev-sales', since });
    await breaks(10, { status: 'stopped' });
    expect([described(), resumed()]).toEqual([1, 0]);
    expect(await events()).toHaveLength(1);
    expect((await history.replication(key))?.held).toBeUndefined();
  });

  test('is resumed without a request when Lakeferry owns its endpoints', async () => {
    const { namedEndpoints: _, ...own } = machine.job;
    machine.outside.jobs = [own];
    await breaks(5);
    expect([described(), resumed()]).toEqual([0, 1]);
  });
});
