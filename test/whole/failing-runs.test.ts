import { rmSync } from 'node:fs';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { openLogs, readLogs } from '../../application/runs/read-logs';
import { stopReplication } from '../../application/replications/stop-replication';
import { findScenarios } from '../../cli/commands/local/scenarios/find-scenarios';
import { planOf } from '../../cli/environment/plan-of';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { withClient } from '../helpers/databases/postgres';
import { scriptedShell } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

let assembly: string;
beforeAll(async () => {
  assembly = await synthesizeSample();
});
afterAll(() => rmSync(assembly, { recursive: true, force: true }));

async function tasks() {
  const { ReplicationTasks = [] } = await new DatabaseMigrationServiceClient({}).send(
    new DescribeReplicationTasksCommand({}),
  );
  return ReplicationTasks;
}

/** While nothing runs, a poll has nothing to do: 1,200 of them take a minute. */
async function switchPolls(State: 'ENABLED' | 'DISABLED'): Promise<void> {
  const scheduler = new SchedulerClient({});
  const which = { Name: 'lakeferry-local-sweep', GroupName: 'lakeferry-local-platform' };
  const { ScheduleExpression, Target, FlexibleTimeWindow } = await scheduler.send(
    new GetScheduleCommand(which),
  );
  await scheduler.send(
    new UpdateScheduleCommand({ ...which, ScheduleExpression, Target, FlexibleTimeWindow, State }),
  );
}

async function sumOf(MetricName: string, dimensions: Readonly<Record<string, string>>, to: Date) {
  const { Datapoints = [] } = await new CloudWatchClient({}).send(
    new GetMetricStatisticsCommand({
      Namespace: 'Lakeferry',
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(to.getTime() - 86_400_000),
      EndTime: new Date(to.getTime() + 60_000),
      Period: 172_800,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

const minute = 60_000;
const hour = 60 * minute;

describe('the deployed template, when things go wrong', () => {
  let clock: DrivenClock;
  let deployed: Deployed;
  let connection: DeployedEnvironment;

  const start = async (): Promise<void> => {
    clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
    deployed = await deploySample(assembly, { clock, scale: 0.05 });
    connection = await openEnvironment('local');
  };

  const fire = (department: string, job: string): Promise<void> =>
    deployed.cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
  const play = (...names: readonly string[]): void => {
    const plan = () =>
      planOf({
        shell: scriptedShell(),
        options: { config: 'config', environment: 'local', environmentGiven: true, json: false },
      });
    for (const scenario of findScenarios(names, plan)) scenario.begin(deployed.cloud);
  };
  const isOver = (): boolean => deployed.cloud.stepFunctions.running().length === 0;
  const newest = async (department: string, job: string) => {
    const [run] = await connection.history.runsOfJob(`${department}/${job}`, { limit: 1, now: clock.now() });
    if (run === undefined) throw new Error(`there is no run of ${department}/${job}`);
    return run;
  };
  const expectNothingLeft = async (jobKey: string): Promise<void> => {
    expect(await tasks()).toEqual([]);
    expect(await connection.history.inFlightRuns()).toEqual([]);
    expect(await connection.history.lease(jobKey)).toBeUndefined();
  };

  describe('on one cloud, one after the other', () => {
    beforeAll(start);
    afterEach(() => deployed.cloud.dms.script.reset());
    afterAll(() => deployed.stop());

    it('a table that fails is no success, though DMS says FULL_LOAD_ONLY_FINISHED', async () => {
      play('failing-table', 'throttled-dms');
      await fire('hr', 'people-nightly');
      await clock.advance(1000);
      await clock.advanceUntil(isOver, hour);
      const run = await newest('hr', 'people-nightly');
      expect(run.verdict?.outcome).toBe('failed');
      expect(run.verdict?.findings).toContainEqual(expect.objectContaining({ table: 'HR.SALARIES' }));
      // The task is gone, and its log is there.
      const { lines, gaps } = await readLogs(connection, run.run, {}, clock.now(), openLogs());
      expect(gaps).toEqual([]);
      const errors = lines
        .filter(({ level }) => level === 'error')
        .map(({ from, text }) => `${from} ${text}`);
      expect(errors).toEqual(
        expect.arrayContaining([
          expect.stringContaining('Rate exceeded'),
          'SOURCE_UNLOAD the scenario failing-table makes this table fail',
          "TASK_MANAGER Failed to load table 'HR'.'SALARIES'",
          expect.stringMatching(/^Execution execution failed: Run\.failed/),
        ]),
      );
      expect(lines[0]).toMatchObject({ source: 'state-machine', text: 'execution started' });
      const written = deployed.cloud.functions
        .definitions()
        .flatMap(({ name }) => deployed.cloud.functions.logs(name));
      expect(written.filter((line) => !line.startsWith('{"'))).toEqual([]);
      // Its metrics are there, and its alarm. No run was before it.
      const environment = 'local';
      const outcomes = ['failed', 'succeeded'].map((outcome) =>
        sumOf('RunsEnded', { environment, outcome }, clock.now()),
      );
      expect(await Promise.all(outcomes)).toEqual([1, 0]);
      expect(await sumOf('TablesInError', { environment }, clock.now())).toBe(1);
      expect(await sumOf('DmsCalls', { environment }, clock.now())).toBeGreaterThan(5);
      const { MetricAlarms = [] } = await new CloudWatchClient({}).send(
        new DescribeAlarmsCommand({ StateValue: 'ALARM' }),
      );
      expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['lakeferry-local-executions-failed']);
      await expectNothingLeft('hr/people-nightly');
    });

    it('fired twice at once, one runs and the other is skipped and says for whom', async () => {
      deployed.cloud.dms.script.slow({ secondsPerTable: 60 });
      await fire('hr', 'people-nightly');
      await clock.advance(1000);
      await fire('hr', 'people-nightly');
      await clock.advance(1000);
      await clock.advanceUntil(isOver, hour);
      const runs = await connection.history.runsOfJob('hr/people-nightly', { limit: 2, now: clock.now() });
      expect(runs.map(({ verdict }) => verdict?.outcome).sort()).toEqual(['skipped', 'succeeded']);
      expect(runs.find(({ verdict }) => verdict?.outcome === 'skipped')?.skippedFor).toBe(
        runs.find(({ verdict }) => verdict?.outcome === 'succeeded')?.run,
      );
      await expectNothingLeft('hr/people-nightly');
    });

    it('an execution that a person stopped is cleaned up after, and its run closed', async () => {
      const { cloud } = deployed;
      cloud.dms.script.slow({ secondsPerTable: 600 });
      await fire('hr', 'people-nightly');
      await clock.advance(2 * minute);
      const [executionArn] = cloud.stepFunctions.running();
      await cloud.stepFunctions.operations['StopExecution']?.(
        { executionArn, error: 'Changed', cause: 'my mind' },
        { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' },
      );
      await clock.advance(10 * minute);
      const run = await newest('hr', 'people-nightly');
      expect(run.verdict?.outcome).toBe('stopped');
      expect(run.phases.closed).toBeDefined();
      await expectNothingLeft('hr/people-nightly');
    });

    it('with every DMS event lost, polls alone complete a run', async () => {
      play('lost-events');
      await fire('hr', 'people-nightly');
      await clock.advance(1000);
      await clock.advanceUntil(isOver, hour);
      const run = await newest('hr', 'people-nightly');
      expect(run.verdict?.outcome).toBe('succeeded');
      await expectNothingLeft('hr/people-nightly');
      // Without an event, the load is over when the next poll sees it.
      const { startRequested = '', loadFinished = '' } = run.phases;
      expect(Date.parse(loadFinished) - Date.parse(startRequested)).toBeGreaterThan(20_000);
    });

    it('a source killed half-way ends the run as failed, with the reason, and leaves no task', async () => {
      const { cloud, database } = deployed;
      // More than fits between the server and DMS: rows that have left the server arrive in spite of its end.
      await withClient(database, 'sales', (client) =>
        client.query(
          "ALTER TABLE sales.orders ADD pad text; UPDATE sales.orders SET pad = repeat('x', 10000)",
        ),
      );
      cloud.dms.script.slow({ table: 'sales.orders', rowsPerSecond: 100 });
      await fire('sales', 'orders-daily');
      await clock.advanceUntil(async () => {
        const [task] = await tasks();
        return task?.Status === 'running';
      }, hour);
      await clock.advance(3000);
      // No test on this cloud comes after this.
      await database.kill();
      await clock.advanceUntil(isOver, hour);

      const run = await newest('sales', 'orders-daily');
      expect(run.verdict?.outcome).toBe('failed');
      expect(run.verdict?.evidence.status).toBe('failed');
      expect(run.verdict?.evidence.message).toMatch(/Last Error .*connection.*Stop Reason FATAL_ERROR/is);
      expect(run.phases.closed).toBeDefined();
      await expectNothingLeft('sales/orders-daily');
    });
  });

  describe('on a cloud whose CDC task runs on', () => {
    beforeAll(start);
    afterAll(() => deployed.stop());

    it('the scenarios slow-source and suspended-table show in a CDC job', async () => {
      play('slow-source', 'suspended-table');
      await fire('sales', 'reviews-daily');
      await fire('sales', 'orders-live');
      const isSuspended = async (): Promise<boolean> => {
        await withClient(deployed.database, 'sales', (client) =>
          client.query("UPDATE sales.customers SET note = 'again' WHERE customer_id = 1"),
        );
        await deployed.cloud.dms.caughtUp();
        const [live] = await connection.history.replications();
        return (
          live?.tables?.faulty.some(({ table, fault }) => table === 'customers' && fault === 'failed') ??
          false
        );
      };
      await clock.advanceUntil(isSuspended, hour);
      const isLate = async () => (await connection.history.replications())[0]?.alerts?.latency !== undefined;
      await clock.advanceUntil(isLate, hour);
      expect(await connection.history.replications()).toMatchObject([{ seen: { status: 'running' } }]);
      await clock.advanceUntil(isOver, hour);
      // 1,700 rows, 200 per second.
      const { startRequested = '', loadFinished = '' } = (await newest('sales', 'reviews-daily')).phases;
      expect(Date.parse(loadFinished) - Date.parse(startRequested)).toBeGreaterThan(8_000);
    });
  });
});

describe('the deployed template on a clock that is driven', () => {
  it('runs schedules of two days at their hours, in their zone, with a poll each minute of work', async () => {
    const clock = new DrivenClock(new Date('2026-03-03T02:55:00Z'));
    const deployed = await deploySample(assembly, { clock, scale: 0.01 });
    try {
      const environment = await openEnvironment('local');
      const { history } = environment;
      // Past 06:00 in Vienna, when the CDC job starts. Each of its polls costs much more than one without it.
      await clock.advance(2 * hour + 20 * minute);
      expect((await tasks()).map(({ Status }) => Status)).toEqual(['running']);
      const now = () => clock.now();
      const order = { job: 'sales/orders-live', wait: false, delete: false, force: false, by: 'ada', now };
      await stopReplication(environment, order);
      await clock.advance(2 * minute);
      await switchPolls('DISABLED');
      await clock.advance(21 * hour + 28 * minute);
      await switchPolls('ENABLED');
      await clock.advance(20 * minute);
      const runs = await history.runsOfJob('sales/orders-daily', { limit: 10, now: clock.now() });
      expect(runs.map(({ run, verdict }) => [run, verdict?.outcome])).toEqual([
        ['sales.orders-daily.20260304T030000Z', 'succeeded'],
        ['sales.orders-daily.20260303T030000Z', 'succeeded'],
      ]);
    } finally {
      await deployed.stop();
    }
  });
});
