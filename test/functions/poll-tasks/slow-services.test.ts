import { PollWorld } from '../../../bench/poll-world';

const size = { runs: 120, orphans: 60, replications: 60, messages: 40, tablesEach: 3, callMs: 20 };
const polls = 10;
/** Timeout of the function. */
const timeoutSeconds = 120;

test.each([
  ['DMS', 5000],
  ['Step Functions', 5000],
  ['EventBridge', 5000],
  ['DynamoDB', 500],
])(
  'while %s takes %d ms per call, ten polls reach everything, and none comes near its timeout',
  async (service, callMs) => {
    const world = await new PollWorld({ ...size, slow: { service, callMs } }).fill();
    const { history } = world;
    const touched = new Map((await history.inFlightRuns()).map(({ run, touchedAt }) => [run, touchedAt]));
    const seconds: number[] = [];
    for (let poll = 0; poll < polls; poll += 1) seconds.push((await world.poll()).seconds);
    expect(Math.max(...seconds)).toBeLessThan(timeoutSeconds * 0.75);
    // Runs whose load runs have their progress and tables and got a heartbeat; tasks of the others were stopped.
    const loads = (await history.inFlightRuns()).filter(({ orphanedBy }) => orphanedBy === undefined);
    expect(loads).toHaveLength(size.runs - size.orphans);
    expect(loads.filter(({ run, touchedAt }) => touchedAt === touched.get(run))).toEqual([]);
    for (const { run } of loads) {
      const found = await history.runWithTables(run);
      expect([found?.run.progress === undefined, found?.tables.length]).toEqual([false, size.tablesEach]);
    }
    expect(world.stopped.size).toBe(size.orphans);
    for (const { forJob, seen, tables } of await history.replications()) {
      expect([forJob, seen?.status, tables?.listed]).toEqual([forJob, 'running', size.tablesEach]);
      expect((await history.series(forJob))?.points.length).toBeGreaterThan(1);
    }
    expect((await history.jobStates()).filter(({ scheduled }) => scheduled === undefined)).toEqual([]);
    expect(await history.outbox()).toEqual([]);
  },
);

test('with few requests per minute, the tables of all runs and CDC jobs are read in turn', async () => {
  const few = { runs: 40, replications: 40, tablesEach: 3, callMs: 20, requestsPerSecond: 0.2 };
  const world = await new PollWorld(few).fill();
  const read: number[] = [];
  // The burst, and 12 requests per minute.
  for (let poll = 0; poll < 9; poll += 1) read.push((await world.poll()).calls.get('DMS') ?? 0);
  expect(Math.max(...read)).toBeLessThan(30);
  for (const { run } of await world.history.inFlightRuns())
    expect((await world.history.runWithTables(run))?.tables).toHaveLength(3);
  for (const { forJob, tables } of await world.history.replications())
    expect([forJob, tables?.listed]).toEqual([forJob, 3]);
});
