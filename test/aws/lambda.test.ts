import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import type { Context } from 'aws-lambda';
import { countCalls, notePaid, takeCalls } from '../../aws/dms/count-calls';
import { lambda, type Reporting, settingsOf } from '../../aws/lambda';

const run = 'sales.orders-daily.20260301T100000Z';
const job = 'sales/orders-daily';
const context = { functionName: 'lakeferry-dev-close-run', awsRequestId: 'request-1' } as Context;
const former = process.env;
let written: string[];
const spies = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')];

beforeEach(() => {
  written = [];
  process.env = {
    ...former,
    LAKEFERRY_ENVIRONMENT: 'dev',
    HISTORY_TABLE: 't',
    HISTORY_RETENTION_DAYS: '1',
    ALERTS_TOPIC_ARN: 'arn',
    STAGING_BUCKET: 's',
    LAKE_BUCKET: 'l',
    POLL_TASKS_FUNCTION: 'p',
    EVENT_BUS: 'e',
  };
  for (const spy of spies)
    spy.mockImplementation((text) => {
      written.push(...String(text).trimEnd().split('\n'));
      return true;
    });
});
afterAll(() => {
  process.env = former;
  for (const spy of spies) spy.mockRestore();
});

const lines = (): readonly Record<string, unknown>[] => written.map((line) => JSON.parse(line));
const handlerOf = (work: (reporting: Reporting) => void) =>
  lambda(
    (_settings, reporting) => reporting,
    async (reporting) => work(reporting),
  );

test('names begin with the prefix of the environment, if it has one', () => {
  expect(settingsOf(process.env)).toMatchObject({ environment: 'dev', instance: 'lakeferry-dev' });
  expect(settingsOf(process.env)).not.toHaveProperty('namePrefix');
  expect(settingsOf({ ...process.env, LAKEFERRY_NAME_PREFIX: 'acme' })).toMatchObject({
    environment: 'dev',
    namePrefix: 'acme',
    instance: 'acme-lakeferry-dev',
  });
});

test('each log line is one JSON object with environment, function, request, run and job', async () => {
  const handler = handlerOf(({ log }) => {
    log.info('one', { rows: 3 });
    log.error('two', { run: 'another', job: 'a/b' });
  });
  await handler({ run }, context);
  await handler({ source: 'lakeferry.schedule' }, { ...context, awsRequestId: 'request-2' });
  const about = {
    environment: 'dev',
    function_name: 'lakeferry-dev-close-run',
    function_request_id: 'request-1',
  };
  expect(lines()).toMatchObject([
    { ...about, level: 'INFO', message: 'one', rows: 3, run, job },
    { ...about, level: 'ERROR', message: 'two', run: 'another', job: 'a/b' },
    { ...about, function_request_id: 'request-2', message: 'one' },
    { message: 'two' },
  ]);
  // The run of one invocation is not in the lines of the next.
  expect(lines()[2]).not.toHaveProperty('run');
});

test('an error is logged with its run, and thrown', async () => {
  const handler = handlerOf(() => {
    throw new Error('boom');
  });
  await expect(handler({ run }, context)).rejects.toThrow('boom');
  expect(lines()).toMatchObject([
    { level: 'ERROR', message: 'the invocation failed', run, job, error: { name: 'Error', message: 'boom' } },
  ]);
});

test('metrics are lines of the embedded metric format, one per outcome, without a dimension per job', async () => {
  await handlerOf(({ emitter }) =>
    emitter.emit(
      [
        { name: 'RunsEnded', value: 1, outcome: 'failed' },
        { name: 'RunDuration', value: 12, outcome: 'failed' },
        { name: 'RowsLoaded', value: 5 },
      ],
      { run, job },
    ),
  )({}, context);
  const directive = (names: readonly string[], Dimensions: readonly string[]) => ({
    CloudWatchMetrics: [
      {
        Namespace: 'Lakeferry',
        Dimensions: [Dimensions],
        Metrics: names.map((Name) => expect.objectContaining({ Name })),
      },
    ],
  });
  expect(lines()).toMatchObject([
    {
      _aws: directive(['RunsEnded', 'RunDuration'], ['environment', 'outcome']),
      environment: 'dev',
      outcome: 'failed',
      RunsEnded: 1,
      RunDuration: 12,
      run,
      job,
    },
    { _aws: directive(['RowsLoaded'], ['environment']), environment: 'dev', RowsLoaded: 5, run, job },
  ]);
  expect(lines()[1]).not.toHaveProperty('outcome');
});

test('a value that is not a number is logged, and stops neither the work nor other values', async () => {
  await handlerOf(({ emitter }) => {
    emitter.emit([{ name: 'RowsLoaded', value: Number('x') }]);
    emitter.emit([{ name: 'RowsLoaded', value: 7 }]);
  })({}, context);
  expect(lines().filter((line) => '_aws' in line)).toMatchObject([{ RowsLoaded: 7 }]);
  expect(lines()[0]).toMatchObject({ level: 'ERROR', message: 'a metric has no finite value' });
});

/** Sends one request to DMS, which does not answer. */
function sender(): () => Promise<unknown> {
  const client = countCalls(
    new DatabaseMigrationServiceClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
      requestHandler: { handle: () => Promise.reject(new Error('no answer')) },
    }),
  );
  takeCalls();
  return () => client.send(new DescribeReplicationTasksCommand({})).catch(() => undefined);
}

test('requests to DMS are counted per invocation, also when it fails', async () => {
  const send = sender();
  const settled: number[] = [];
  const handler = lambda(
    () => undefined,
    async () => {
      await send();
      await send();
      throw new Error('boom');
    },
    () => async (requests) => void settled.push(requests),
  );
  await expect(handler({ run }, context)).rejects.toThrow('boom');
  await handlerOf(() => undefined)({}, context);
  expect(lines().filter((line) => '_aws' in line)).toMatchObject([{ DmsCalls: 2, run }]);
  expect(settled).toEqual([2]);
});

test('only requests that nobody has paid for are settled, and a refusal fails nothing', async () => {
  const send = sender();
  const settled: number[] = [];
  const handler = lambda(
    ({ budget }) => budget,
    async (budget, event) => {
      for (let request = 0; request < 5; request += 1) await send();
      if (typeof event === 'object' && event !== null && 'own' in event) notePaid(5);
      return budget;
    },
    () => async (requests) => {
      settled.push(requests);
      throw new Error('not now');
    },
  );
  expect(await handler({ run, paid: 3 }, context)).toEqual({ perSecond: 6.4, burst: 120 });
  await handler({ run, paid: 5 }, context);
  await handler({ run, paid: 9 }, context);
  await handler({ own: true }, context);
  expect(settled).toEqual([2]);
  expect(lines().filter(({ level }) => level === 'ERROR')).toMatchObject([
    { message: 'DMS requests were not counted', requests: 2 },
  ]);
});
