import type { History } from '../../aws/history/history';
import { runIdOf } from '../../core/runs/record/run-identity';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

let history: History;
let machine: RunMachine;
afterEach(() => machine.stop());

const input = scheduledInput();
const run = runIdOf(input);

async function nothingIsLeft(): Promise<void> {
  expect([...machine.dms.tasks.keys()]).toEqual([]);
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease('sales/orders-daily')).toBeUndefined();
}

describe.each(['States.HeartbeatTimeout', 'States.Timeout'] as const)(
  'a missed heartbeat named %s',
  (heartbeatError) => {
    beforeEach(async () => {
      history = memoryHistory();
      machine = await new RunMachine(history, heartbeatError).open();
      machine.pollEverySeconds = 240;
      machine.job = { ...machine.job, maxDurationSeconds: 3 * 3600 };
    });

    const running = () => [...machine.dms.tasks.values()].some(({ task }) => task.status === 'running');
    const minutes = (count: number) => machine.clock.advance(count * 60_000);

    test.each([16, 40, 120])('ends no run when polls rest for %i minutes', async (rest) => {
      machine.dms.loadSeconds = 2.5 * 3600;
      const execution = machine.start(input);
      await machine.clock.advanceUntil(running, 3_600_000);
      machine.resting = true;
      await minutes(rest);
      machine.resting = false;
      expect(await machine.finish(execution)).toBe('SUCCEEDED');
      await nothingIsLeft();
    });

    test.each([0.5, 3, 10])('gives a run no more than its max-duration of %d hours', async (hours) => {
      machine.job = { ...machine.job, maxDurationSeconds: hours * 3600 };
      machine.dms.loadSeconds = 10 * 86_400;
      const execution = machine.start(input);
      await machine.clock.advanceUntil(running, 3_600_000);
      machine.resting = true;
      const judged = async () => (await history.run(run))?.phases.judged !== undefined;
      await machine.clock.advanceUntil(judged, 48 * 3_600_000);
      const { startRequested = '', judged: at = '' } = (await history.run(run))?.phases ?? {};
      const seconds = (Date.parse(at) - Date.parse(startRequested)) / 1000;
      expect(seconds).toBeGreaterThanOrEqual(hours * 3600 - 1);
      expect(seconds).toBeLessThan(hours * 3600 + 240);
      machine.resting = false;
      expect(await machine.finish(execution)).toBe('FAILED');
      await nothingIsLeft();
    });

    test('gives a task an hour to become ready, and polls that rest change nothing', async () => {
      machine.dms.readySeconds = 40 * 60;
      const execution = machine.start(input);
      await machine.clock.advanceUntil(() => machine.dms.tasks.size === 1, 600_000);
      machine.resting = true;
      await minutes(35);
      machine.resting = false;
      expect(await machine.finish(execution)).toBe('SUCCEEDED');
    });

    test('gives up on a task that is not ready within an hour', async () => {
      machine.dms.readySeconds = 5 * 3600;
      const execution = machine.start(input);
      await machine.clock.advanceUntil(() => machine.dms.tasks.size === 1, 600_000);
      machine.resting = true;
      const judged = async () => (await history.run(run))?.phases.judged !== undefined;
      await machine.clock.advanceUntil(judged, 3_900_000);
      machine.resting = false;
      expect(await machine.finish(execution)).toBe('FAILED');
    });

    test('ends no deletion when polls rest', async () => {
      const execution = machine.start(input);
      await machine.clock.advanceUntil(() => machine.invocations.includes('DeleteTask'), 7_200_000);
      machine.resting = true;
      await minutes(60);
      machine.resting = false;
      expect(await machine.finish(execution)).toBe('SUCCEEDED');
      expect((await history.run(run))?.leftBehind).toBeUndefined();
      await nothingIsLeft();
    });
  },
);
