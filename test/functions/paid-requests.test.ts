import { type PaidFunction, requestsAfter, totalOf } from '../../core/runs/admission/requests-of-goal';
import { randomOf } from '../../simulation/random';
import { createWorld } from '../../simulation/world/create-world';
import type { DmsRequest } from '../../simulation/world/world';
import { sampleDepartment, sampleJob, samplePlan, sampleSource } from '../helpers/runs/plan';

const start = new Date('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const folders: Readonly<Record<PaidFunction, string>> = {
  CreateTask: 'create-task',
  StartTask: 'start-task',
  JudgeRun: 'judge-run',
  DeleteTask: 'delete-task',
};

/** Requests of each run of an hourly job, by hour. */
async function requestsByHour(hours: number): Promise<readonly (readonly DmsRequest[])[]> {
  const job = { department: 'sales', job: 'orders', tables: ['orders'] };
  const schedule = { expression: 'cron(5 * * * ? *)', timeZone: 'UTC' };
  const plan = samplePlan({
    sources: [sampleSource()],
    departments: [sampleDepartment({ jobs: [sampleJob(job, { schedule })] })],
  });
  const table = { schema: 'sales', table: 'orders', rows: 100, loadSeconds: 60, changesPerMinute: 0 };
  const sources = { 'sales-db': { tables: [table] } };
  const world = await createWorld({ random: randomOf(5), start, plan, sources });
  await world.runUntil(new Date(start.getTime() + hours * hour));
  await world.stop();
  expect(world.errors).toEqual([]);
  return Array.from({ length: hours }, (_, nth) =>
    world.dmsRequests.filter(({ at }) => Math.floor((at - start.getTime()) / hour) === nth),
  );
}

const madeBy = (requests: readonly DmsRequest[], name: PaidFunction): number =>
  requests.filter(({ by }) => by === folders[name]).length;

test('polls pay for what the functions of a full load request, and no run makes more than 8 requests', async () => {
  const [first = [], second = [], third = []] = await requestsByHour(3);
  const task = { expectedTables: 1 };
  const paid = {
    ...requestsAfter('admitted', task),
    ...requestsAfter('ready', task),
    ...requestsAfter('load-finished', task),
  };
  for (const requests of [second, third]) {
    for (const name of ['StartTask', 'JudgeRun', 'DeleteTask'] as const)
      expect([name, madeBy(requests, name)]).toEqual([name, paid[name]]);
    // The tests of the connections are known.
    expect(madeBy(requests, 'CreateTask')).toBe((paid.CreateTask ?? 0) - 1);
  }
  const made = (requests: readonly DmsRequest[]): number =>
    requests.filter(({ by }) => Object.values(folders).includes(by)).length;
  for (const requests of [second, third]) expect(made(requests)).toBeLessThanOrEqual(8);
  // The first run of an instance finds no test of a connection, in three requests, and tests both. The rest is settled.
  expect(madeBy(first, 'CreateTask')).toBe(3 + 2 + totalOf(requestsAfter('connections-tested', task)));
});

test('a run of many tables pays one request more per 500 tables', () => {
  const paidFor = (expectedTables: number) => requestsAfter('load-finished', { expectedTables }).JudgeRun;
  expect([1, 500, 501, 2500].map(paidFor)).toEqual([1, 1, 2, 5]);
  expect(requestsAfter('replicating', { livesOn: 'cdc', expectedTables: 3 })).toEqual({ JudgeRun: 1 });
  expect([requestsAfter('none', {}), requestsAfter('deleted', {})]).toEqual([{}, {}]);
});
