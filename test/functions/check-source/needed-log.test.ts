import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { CheckRequest } from '../../../core/checks/request/check-request';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { requestedInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
let store: TestHistory;
let machine: RunMachine;
const asks: CheckRequest[] = [];
let keeps = true;

/** An engine that remembers what it was asked, and blocks when it is told that the log is gone. */
const checks: EngineChecks = {
  engine: 'postgres',
  catalogue: [],
  next: () => [],
  facts: (request) => {
    asks.push(request);
    return { version: '16', tables: [], names: [] };
  },
  evaluate: ({ neededLog }) => ({
    findings:
      keeps || neededLog === undefined
        ? []
        : [
            {
              check: 'test-position',
              severity: 'error',
              found: `${neededLog.said} is gone`,
              why: 'w',
              source: 'https://example.com',
            },
          ],
    passed: [],
    skipped: [],
  }),
};

beforeEach(async () => {
  asks.length = 0;
  keeps = true;
  store = await startTestHistory();
  machine = await new RunMachine(store.history).open();
  machine.job = cdcJob();
  machine.engineChecks = checks;
});
afterEach(async () => {
  await machine.stop();
  await store.stop();
});

async function run(id: string, wanted: string): Promise<void> {
  const input = requestedInput(id, machine.clock.now().toISOString());
  expect(await machine.finish(machine.start(input))).toBe(wanted);
}

test('C3: a stopped task is resumed only where its source still has the log; no task, one at work: nothing is needed', async () => {
  await run('first', 'SUCCEEDED');
  await run('again', 'SUCCEEDED');
  expect(asks.map(({ neededLog }) => neededLog)).toEqual([undefined, undefined]);

  await store.history.changeDesiredState(key, {
    desired: 'stopped',
    desiredBy: 'ada',
    desiredAt: machine.clock.now().toISOString(),
  });
  await machine.clock.advance(5 * 60_000);
  keeps = false;
  await run('gone', 'FAILED');
  const checkpointStore = await store.history.checkpoint(key);
  expect(asks.at(-1)?.neededLog).toMatchObject({
    said: `the checkpoint of ${checkpointStore?.seenAt}`,
    since: checkpointStore?.seenAt,
  });
  expect(machine.dms.calls.filter((call) => call.startsWith('startTask'))).toEqual([
    'startTask start-replication',
  ]);

  keeps = true;
  await run('there', 'SUCCEEDED');
  expect(machine.dms.calls.filter((call) => call.startsWith('startTask'))).toEqual([
    'startTask start-replication',
    'startTask resume-processing',
  ]);
});

test('doctor asks for what a run would ask for', async () => {
  await run('first', 'SUCCEEDED');
  await store.history.changeDesiredState(key, {
    desired: 'stopped',
    desiredBy: 'ada',
    desiredAt: machine.clock.now().toISOString(),
  });
  await machine.clock.advance(5 * 60_000);
  const { neededLog: _, ...request } = asks[0] as CheckRequest;
  asks.length = 0;
  await machine.invoke('CheckSource', {
    doctor: { request, connection: machine.job.connection },
  });
  expect(asks.map(({ neededLog }) => neededLog?.said)).toEqual([
    `the checkpoint of ${(await store.history.checkpoint(key))?.seenAt}`,
  ]);
});
