import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { CheckRequest } from '../../../core/checks/request/check-request';
import { cdcJob } from '../../helpers/runs/cdc-job';
import { startTestHistory, type TestHistory } from '../../helpers/runs/history-table';
import { requestedInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const key = 'sales/orders-daily';
let store: TestHistory;
let machine: RunMachine;
const requests: CheckRequest[] = [];
let keeps = true;

/** Checks that remember their requests, and report an error when the source has lost the log. */
const checks: EngineChecks = {
  engine: 'postgres',
  products: 'PostgreSQL',
  catalogue: [],
  next: () => [],
  facts: (request) => {
    requests.push(request);
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
              found: `${neededLog.origin} is gone`,
              why: 'w',
              source: 'https://example.com',
            },
          ],
    passed: [],
    skipped: [],
  }),
};

beforeEach(async () => {
  requests.length = 0;
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

test('a stopped task is resumed only if its source still has the log; a new or running task needs no log', async () => {
  await run('first', 'SUCCEEDED');
  await run('again', 'SUCCEEDED');
  expect(requests.map(({ neededLog }) => neededLog)).toEqual([undefined, undefined]);

  await store.history.changeDesiredState(key, {
    desired: 'stopped',
    desiredBy: 'ada',
    desiredAt: machine.clock.now().toISOString(),
  });
  await machine.clock.advance(5 * 60_000);
  keeps = false;
  await run('gone', 'FAILED');
  const checkpointStore = await store.history.checkpoint(key);
  expect(requests.at(-1)?.neededLog).toMatchObject({
    origin: `the checkpoint of ${checkpointStore?.seenAt}`,
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

test('doctor checks the same log as a run', async () => {
  await run('first', 'SUCCEEDED');
  await store.history.changeDesiredState(key, {
    desired: 'stopped',
    desiredBy: 'ada',
    desiredAt: machine.clock.now().toISOString(),
  });
  await machine.clock.advance(5 * 60_000);
  const { neededLog: _, ...request } = requests[0] as CheckRequest;
  requests.length = 0;
  await machine.invoke('CheckSource', {
    doctor: { request, connection: machine.job.connection },
  });
  expect(requests.map(({ neededLog }) => neededLog?.origin)).toEqual([
    `the checkpoint of ${(await store.history.checkpoint(key))?.seenAt}`,
  ]);
});
