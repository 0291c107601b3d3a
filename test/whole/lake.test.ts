import { rmSync } from 'node:fs';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { callsOf, operations, sum } from '../../bench/function-calls';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { openLake } from '../../application/lake/lake';
import { queryLake } from '../../application/lake/query/query-lake';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

let assembly: string;
let deployed: Deployed;
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
beforeAll(async () => {
  assembly = await synthesizeSample();
  deployed = await deploySample(assembly, { clock, scale: 0.02 });
});
afterAll(async () => {
  await deployed.stop();
  rmSync(assembly, { recursive: true, force: true });
});

test('full loads of the deployed template end in the lake, and one query over them answers as the databases do', async () => {
  const { cloud } = deployed;
  for (const [department, job] of [
    ['hr', 'people-nightly'],
    ['sales', 'orders-daily'],
  ] as const)
    await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
  await clock.advance(1000);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);

  const connection = await openEnvironment('local');
  const runs = await connection.history.recentRuns({ limit: 10, now: clock.now() });
  expect(runs.map(({ jobKey, verdict, publishing }) => [jobKey, verdict, publishing?.outcome])).toEqual(
    runs.map(({ jobKey }) => [jobKey, expect.objectContaining({ outcome: 'succeeded' }), 'published']),
  );
  expect(runs).toHaveLength(2);
  const rowsLoaded = Object.fromEntries(
    (
      await Promise.all(
        runs.map(async ({ run }) => (await connection.history.runWithTables(run))?.tables ?? []),
      )
    )
      .flat()
      .map(({ schema, table, rows }) => [`${schema}.${table}`, String(rows)]),
  );
  const answer = await queryLake(
    openLake(connection),
    ['lakeferry_local_hr', 'lakeferry_local_sales'],
    `SELECT (SELECT count(*) FROM lakeferry_local_sales.orders), (SELECT count(*) FROM lakeferry_local_sales.order_items),
            (SELECT count(*) FROM lakeferry_local_hr.employees_typed)`,
  );
  expect(answer.rows).toEqual([
    [rowsLoaded['sales.orders'], rowsLoaded['sales.order_items'], rowsLoaded['HR.EMPLOYEES']],
  ]);
  expect(Number(rowsLoaded['sales.orders'])).toBeGreaterThan(0);
});

/** Functions that a run invokes. Polls serve all runs, and publishing depends on the number of tables and files. */
const ofRuns = [
  'open-run',
  'check-source',
  'create-task',
  'start-task',
  'judge-run',
  'delete-task',
  'close-run',
] as const;

test('a run makes at most 8 DMS requests and one more per 500 tables, and at most 40 API calls', async () => {
  const { cloud } = deployed;
  cloud.calls.clear();
  await cloud.scheduler.fireNow(
    jobIdentity('local', 'hr', 'people-nightly').slug,
    scheduleGroupName('local'),
  );
  await clock.advance(1000);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3_600_000);

  const calls = ofRuns.flatMap((name) => callsOf(cloud, name));
  const text = ofRuns.map((name) => `${name}: ${operations(callsOf(cloud, name))}`).join('\n');
  // Five tables take one page of statistics.
  expect([sum(calls.filter(({ service }) => service === 'dms')) <= 8 + 1, text]).toEqual([true, text]);
  expect([sum(calls) <= 40, text]).toEqual([true, text]);
});
