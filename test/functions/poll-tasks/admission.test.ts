import type { History } from '../../../aws/history/history';
import { isWaiting } from '../../../core/runs/record/in-flight-run';
import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
import { requestBudgetOf } from '../../../core/runs/admission/request-budget';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { Attempts } from '../../../functions/poll-tasks/attempts';
import { admitRuns } from '../../../functions/poll-tasks/admission/admit-runs';
import { type Actor, Interleaver, randomOf } from '../../helpers/runs/interleaver';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { Turns } from '../../../functions/poll-tasks/turns';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { PollBench } from '../../helpers/runs/poll-bench';
import { endpoints, scheduledInput } from '../../helpers/runs/run-input';

const start = Date.parse('2026-03-01T10:00:00Z');
const now = new Date('2026-03-01T11:00:00Z');
const { executions } = memoryEnvironment([]);
const running = { ...executions, describe: async () => ({ status: 'RUNNING' as const }) };
const sources = ['erp', 'crm'];
const most = { source: 1, replicationInstance: 2 };
const jobs = 6;

/** Two runs for each of six jobs of two sources. All wait: for the lease of their job, and for two limits. */
async function allWait(): Promise<History> {
  const history = memoryHistory();
  for (let index = 0; index < 2 * jobs; index += 1) {
    const job = `sales/job-${index % jobs}`;
    const source = sources[index % 2] ?? '';
    const input = scheduledInput({ job, endpoints: { ...endpoints, sourceEndpointArn: source } });
    const opened = newRun(input, 'arn:x', 400, new Date(start + index * 1000));
    const run = String(index).padStart(2, '0');
    const limits = [
      { of: 'source', name: source, most: most.source },
      { of: 'replicationInstance', name: 'one', most: most.replicationInstance },
    ] as const;
    const waits = { until: '2026-03-02T00:00:00.000Z', leased: false, limits: [...limits], text: '' };
    await history.openRun({ ...opened, run });
    await history.openInFlightRun({ ...newInFlightRun(opened), run, waits });
  }
  return history;
}

async function poll(history: History): Promise<void> {
  const budget = requestBudgetOf(defaultRequestsPerSecond);
  const attempts = new Attempts();
  const phase = { turns: new Turns(attempts, history), isLate: () => false };
  await admitRuns(
    { history, executions: running, budget },
    attempts,
    await history.inFlightRuns(),
    phase,
    now,
  );
}

/** Closes the runs that have begun, and returns them in the order of their admissions. */
async function endBegun(history: History): Promise<readonly string[]> {
  const begun = (await history.inFlightRuns()).filter(({ waits }) => waits === undefined);
  for (const { run, forJob } of begun) {
    await history.closeInFlightRun({ run });
    await history.releaseLease(forJob, run);
  }
  return begun.map(({ run }) => run);
}

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
test.each(seeds)(
  'seed %s: polls at once, killed at any call, keep limits, leases and order',
  async (seed) => {
    const history = await allWait();
    // A poll whose request for a lease fails lets another job begin first.
    const isFaulty = seed % 2 === 0;
    const problems: string[] = [];
    const observe = async (): Promise<void> => {
      const begun = (await history.inFlightRuns()).filter((run) => !isWaiting(run));
      if (begun.length > most.replicationInstance) problems.push(`${begun.length} runs of the instance`);
      for (const source of sources)
        if (begun.filter(({ uses }) => uses?.source === source).length > most.source)
          problems.push(`too many runs of ${source}`);
      const keys = begun.map(({ forJob }) => forJob);
      if (new Set(keys).size < keys.length) problems.push('two runs of a job');
      for (const { run, forJob } of begun)
        if ((await history.lease(forJob))?.run !== run) problems.push(`${run} began without the lease`);
    };
    const began: string[] = [];
    for (let round = 0; round < 40 && (await history.inFlightRuns()).length > 0; round += 1) {
      const interleaver = new Interleaver(
        randomOf(seed * 1000 + round),
        isFaulty && round < 8 ? 0.05 : 0,
        observe,
      );
      for (const name of ['one', 'other', 'third']) {
        const actor: Actor = { name, mayFail: true, killed: false, onKill: () => undefined };
        void poll(interleaver.gated(history, actor)).catch(() => undefined);
      }
      await interleaver.run();
      if (problems.length > 0) throw new Error([...problems, ...interleaver.trace].join('\n'));
      began.push(...(await endBegun(history)));
    }
    expect(began).toHaveLength(2 * jobs);
    for (const parity of isFaulty ? [] : [0, 1]) {
      // Jobs alternate: the second run of a job waits for the first, and nobody overtakes.
      const ofSource = began.filter((run) => Number(run) % 2 === parity);
      expect(ofSource).toEqual([...ofSource].sort());
    }
  },
);

test('a poll without waiting runs reads nothing', async () => {
  const history = memoryHistory();
  const read = jest.spyOn(history, 'admissions');
  await poll(history);
  expect(read).not.toHaveBeenCalled();
});

test('an admitted run whose execution ended before it waited is closed, without an event', async () => {
  const bench = new PollBench();
  const { history } = bench;
  const opened = await history.openRun(newRun(scheduledInput(), 'arn:ended', 400, new Date(start)));
  const { run, jobKey } = opened;
  const takenAt = new Date(start).toISOString();
  const waits = { until: '2026-03-02T00:00:00.000Z', leased: true, limits: [], text: '' };
  await history.openInFlightRun({ ...newInFlightRun(opened), goal: 'admitted', waits });
  await history.takeLease(jobKey, { run, execution: 'arn:ended', takenAt });
  for (let minute = 0; minute < 8; minute += 1) await bench.poll(new Date(start + minute * 60_000));
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease(jobKey)).toBeUndefined();
  expect((await history.run(run))?.phases.closed).toBeDefined();
});

test('runs are admitted and continue within the share of that phase, the others with the next poll', async () => {
  const bench = new PollBench();
  const { history } = bench;
  const waits = { until: '2026-03-02T00:00:00.000Z', leased: true, limits: [], text: '' };
  for (let index = 0; index < 200; index += 1) {
    const input = scheduledInput({ job: `sales/job-${index}` });
    const opened = await history.openRun(newRun(input, 'arn:x', 400, new Date(start)));
    const token = opened.run;
    await history.openInFlightRun({ ...newInFlightRun(opened), goal: 'admitted', token, waits });
  }
  let elapsedMs = 0;
  bench.elapsedMs = () => elapsedMs;
  const { executions: answering, history: read } = bench.ports;
  const ports = {
    ...bench.ports,
    history: {
      ...read,
      inFlightRuns: async () => {
        elapsedMs = Math.max(elapsedMs, 38_000);
        return await history.inFlightRuns();
      },
    },
    executions: {
      ...answering,
      succeed: async (...args: Parameters<typeof answering.succeed>) => {
        elapsedMs += 100;
        return await answering.succeed(...args);
      },
    },
  };
  await pollTasks(ports, { poll: 'all' }, new Date(start));
  const begun = bench.actions.length;
  // Seven seconds, and the answers that had begun by then.
  expect(begun).toBeGreaterThan(40);
  expect(begun).toBeLessThanOrEqual(70 + 40);
  for (let polls = 1; polls < 4; polls += 1)
    await pollTasks(bench.ports, { poll: 'all' }, new Date(start + polls * 60_000));
  expect(new Set(bench.actions).size).toBe(200);
});
