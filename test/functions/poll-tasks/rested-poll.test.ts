import type { RunEnded } from '../../../core/events/event';
import type { JobPlan } from '../../../core/planning/job-plan';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { sampleJob } from '../../helpers/runs/plan';
import { PollBench, taskNamed } from '../../helpers/runs/poll-bench';

const start = Date.parse('2026-03-01T12:00:30Z');
const minute = 60_000;
const week = 7 * 86_400_000;

function hourly(job: string): JobPlan {
  return sampleJob(
    { department: 'sales', job, tables: ['orders'] },
    { schedule: { expression: 'cron(0 * * * ? *)', timeZone: 'UTC' } },
  );
}

test('a poll that rested for a week records each missed run, and notifies once per job', async () => {
  const bench = new PollBench();
  bench.outside.jobs = Array.from({ length: 12 }, (_, index) => hourly(`job-${index}`));
  await bench.poll(new Date(start));
  const perPoll: number[] = [];
  for (let polls = 0; polls < 25; polls += 1) {
    const before = bench.outside.events.length;
    await bench.poll(new Date(start + week + polls * minute));
    perPoll.push(bench.outside.events.length - before);
  }
  expect(Math.max(...perPoll)).toBeLessThanOrEqual(200);
  const missed = bench.outside.events.filter(
    (event): event is RunEnded => event.type === 'Lakeferry Run Ended' && event.outcome === 'missed',
  );
  const dueTimes = Array.from({ length: 168 }, (_, hour) => start - 30_000 + (hour + 1) * 3_600_000);
  const runs = bench.outside.jobs.flatMap(({ identity }) =>
    dueTimes.map((time) => scheduledRunId(identity.key, `${new Date(time).toISOString().slice(0, 19)}Z`)),
  );
  expect(missed.map(({ run }) => run).sort()).toEqual(runs.sort());
  expect(bench.outside.published.map(({ subject }) => subject).sort()).toEqual(
    bench.outside.jobs.map(({ identity }) => `[dev] ${identity.key} did not start`).sort(),
  );
});

test('data of a CDC job that a person stopped is not too old, and of one that is down it is', async () => {
  for (const desired of ['stopped', 'running'] as const) {
    const bench = new PollBench();
    const { schedule: _, ...onDemand } = cdcJob({ freshWithinSeconds: 3600 });
    bench.outside.jobs = [onDemand];
    const forJob = 'sales/orders-daily';
    await bench.replicate(taskNamed('orders-daily', 'stopped', { stopReason: 'Stop Reason NORMAL' }));
    if (desired === 'stopped')
      await bench.history.changeDesiredState(forJob, {
        desired,
        desiredBy: 'ada',
        desiredAt: '2026-03-01T12:00:00.000Z',
      });
    for (let hour = 0; hour < 5; hour += 1) await bench.poll(new Date(start + hour * 3_600_000));
    const changes = bench.outside.events.filter((event) => event.type === 'Lakeferry Job Changed');
    expect([desired, changes.map(({ change }) => change)]).toEqual([
      desired,
      desired === 'stopped' ? [] : ['stale'],
    ]);
  }
});
