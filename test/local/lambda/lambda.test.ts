import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandInput,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { type Clock, DrivenClock, SystemClock } from '../../../local/clock';
import { LineLog } from '../../../local/logs/line-log';
import { Functions } from '../../../local/lambda/functions';
import { createLambda } from '../../../local/lambda/lambda';
import { createLogs } from '../../../local/logs/logs';
import { createSts } from '../../../local/sts/sts';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { patience } from '../../helpers/run/machine-speed';
import { until } from '../../helpers/run/until';

/** Two seconds on a quiet machine. */
const timeoutSeconds = Math.ceil(patience(2_000) / 1_000);

interface Running {
  readonly cloud: TestGateway;
  readonly functions: Functions;
  readonly lambda: LambdaClient;
}
const started: Running[] = [];

async function start(clock: Clock = new SystemClock(), workers = 4): Promise<Running> {
  const cloud = await startTestGateway(() => [], clock);
  const functions = new Functions(cloud.context, cloud.callers, () => cloud.gateway.url, workers);
  const mapping = { batchSize: 10, windowSeconds: 0, maximumConcurrency: 2, reportsFailures: true };
  const ofQueue = (name: string, enabled: boolean) => ({
    id: `id-of-${name}`,
    definition: {
      ...mapping,
      functionName: 'worker',
      queueArn: `arn:aws:sqs:eu-west-1:000000000000:${name}`,
      enabled,
    },
  });
  const eventSources = { all: () => [ofQueue('files', true), ofQueue('other', false)] };
  cloud.gateway.register(createLambda(cloud.context, functions, eventSources));
  cloud.gateway.register(createSts(cloud.context, cloud.callers, () => false));
  await functions.define({
    name: 'worker',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:worker',
    roleArn: 'arn:aws:iam::000000000000:role/worker-role',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    folder: join(__dirname, 'code'),
    environment: { HISTORY_TABLE: 'history' },
    timeoutSeconds,
    memoryMiB: 64,
  });
  const running = { cloud, functions, lambda: new LambdaClient(cloud.client) };
  started.push(running);
  return running;
}

let usual: Running;
beforeAll(async () => {
  usual = await start();
});
afterAll(async () => {
  for (const { functions, cloud } of started) {
    await functions.stop();
    await cloud.stop();
  }
});

test('event source mappings are listed, all, by function and by queue', async () => {
  const list = async (input: ListEventSourceMappingsCommandInput) =>
    (await usual.lambda.send(new ListEventSourceMappingsCommand(input))).EventSourceMappings;
  const files = {
    UUID: 'id-of-files',
    EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:files',
    FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:worker',
    BatchSize: 10,
    State: 'Enabled',
  };
  expect(await list({})).toEqual([files, expect.objectContaining({ State: 'Disabled' })]);
  expect(await list({ FunctionName: 'worker' })).toHaveLength(2);
  expect(await list({ FunctionName: files.FunctionArn, EventSourceArn: files.EventSourceArn })).toEqual([
    files,
  ]);
  await expect(list({ FunctionName: 'gone' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

async function invoke(event: object, { lambda }: Running = usual) {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: 'worker', Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return {
    error: answer.FunctionError,
    log: answer.LogResult,
    payload: text === '' ? undefined : JSON.parse(text),
  };
}

test('runs with the environment of the template and of Lambda, and nothing of this machine', async () => {
  const { payload } = await invoke({ a: 1 });
  expect(payload).toMatchObject({ event: { a: 1 }, functionName: 'worker' });
  expect(payload.environment).toMatchObject({
    HISTORY_TABLE: 'history',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: usual.cloud.gateway.url,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '64',
  });
  expect(payload.environment.PATH).toBeUndefined();
  expect(payload.remaining).toBeGreaterThan(1000);
});

test('calls as its role', async () => {
  expect((await invoke({ do: 'identity' })).payload).toBe(
    'arn:aws:sts::000000000000:assumed-role/worker-role/worker',
  );
});

test('stays warm, and takes one request at a time', async () => {
  const alone = await start(new SystemClock(), 1);
  const answers = await Promise.all([1, 2, 3].map(() => invoke({ do: 'sleep', milliseconds: 20 }, alone)));
  expect(answers.map(({ payload }) => payload.requests).sort()).toEqual([1, 2, 3]);
});

test('a request that runs ends on the code with which it began when the function is deployed again', async () => {
  const { functions } = await start();
  const definition = functions.find('worker');
  if (definition === undefined) throw new Error('no function');
  const [running, waiting] = ['running', 'waiting'].map(() =>
    functions.invoke('worker', { do: 'sleep', milliseconds: 30 }),
  );
  await functions.define({ ...definition, environment: { HISTORY_TABLE: 'new' } });
  expect(await functions.invoke('worker', {})).toMatchObject({ environment: { HISTORY_TABLE: 'new' } });
  expect(await Promise.all([running, waiting])).toEqual([{ requests: 1 }, { requests: 1 }]);
  expect(functions.logs('worker').filter((line) => line.startsWith('REPORT'))).toHaveLength(3);
});

test('tells a thrown error by its name, with its cause', async () => {
  const { error, payload } = await invoke({ do: 'throw' });
  expect(error).toBe('Unhandled');
  expect(payload).toMatchObject({ errorType: 'LeaseHeld', errorMessage: 'no luck' });
  expect(payload.trace.join('\n')).toContain('Caused by: Error: the reason');
  await expect(usual.functions.invoke('worker', { do: 'throw' })).rejects.toMatchObject({
    name: 'FunctionError',
    errorType: 'LeaseHeld',
  });
});

test.each([
  ['hang', 'Sandbox.Timedout'],
  ['exit', 'Runtime.ExitError'],
  ['reject', 'Runtime.ExitError'],
  ['fill', 'Runtime.OutOfMemory'],
  ['big', 'Function.ResponseSizeTooLarge'],
])('a function that does "%s" fails with %s and serves the next request', async (what, errorType) => {
  expect((await invoke({ do: what })).payload).toMatchObject({ errorType });
  expect((await invoke({})).payload.functionName).toBe('worker');
});

test('keeps what a function writes, with the memory it used', async () => {
  const { log = '' } = await invoke({ do: 'log' });
  expect(Buffer.from(log, 'base64').toString()).toContain('START RequestId');
  // A worker's output arrives shortly after its response.
  await until('the line is kept', () => usual.functions.logs('worker').includes('one line'));
  const lines = usual.functions.logs('worker');
  expect(lines.some((line) => /^REPORT .* Memory Size: 64 MB Max Memory Used: \d+ MB$/.test(line))).toBe(
    true,
  );
  expect(usual.functions.maxUsedBytes('worker')).toBeGreaterThan(1_000_000);
});

describe('the logs of functions', () => {
  const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
  const log = new LineLog(() => clock.now());
  const group = '/lakeferry/dev/worker';
  const call = async (operation: string, input: Record<string, unknown>): Promise<unknown> =>
    createLogs(usual.cloud.context, () => [
      { name: 'worker', group, log },
      { name: 'other', group: '/aws/lambda/other', log: new LineLog(() => clock.now()) },
    ]).operations[operation]?.(input, { accessKeyId: 'x', principalArn: 'x' });
  const filtered = async (input: Record<string, unknown>) => {
    const { events } = Object(await call('FilterLogEvents', { logGroupName: group, ...input }));
    return events.map(({ message }: { message: string }) => message);
  };
  beforeAll(async () => {
    log.add('START one', 'ERROR "a b" failed');
    await clock.advance(60_000);
    log.add('START two');
  });

  test('are filtered by time, stream and words, and come by pages', async () => {
    expect(await filtered({})).toEqual(['START one', 'ERROR "a b" failed', 'START two']);
    expect(await filtered({ startTime: clock.now().getTime() })).toEqual(['START two']);
    expect(await filtered({ endTime: clock.now().getTime() })).toHaveLength(2);
    expect(await filtered({ filterPattern: 'failed ERROR' })).toEqual(['ERROR "a b" failed']);
    expect(await filtered({ filterPattern: '"\\"a b\\""' })).toEqual(['ERROR "a b" failed']);
    expect(await filtered({ logStreamNamePrefix: 'none' })).toEqual([]);
    const page = Object(await call('FilterLogEvents', { logGroupName: group, limit: 2 }));
    expect(page.events).toHaveLength(2);
    expect(await filtered({ limit: 2, nextToken: page.nextToken })).toEqual(['START two']);
    await expect(filtered({ filterPattern: '{ $.level = "error" }' })).rejects.toThrow('filter pattern');
    await expect(call('FilterLogEvents', { logGroupName: 'gone' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(filtered({ logStreamNames: ['gone'] })).rejects.toThrow('The specified log stream does not');
  });

  test('have groups, which can be deleted', async () => {
    expect(await call('DescribeLogGroups', {})).toMatchObject({
      logGroups: [{ logGroupName: '/aws/lambda/other' }, { logGroupName: group }],
    });
    await call('DeleteLogGroup', { logGroupName: group });
    expect(await filtered({})).toEqual([]);
  });
});

test('on a driven clock Date stands where the clock stands', async () => {
  const clock = new DrivenClock(new Date('2031-05-06T07:08:09Z'));
  const driven = await start(clock);
  const { payload } = await invoke({}, driven);
  expect(payload).toMatchObject({ now: '2031-05-06T07:08:09.000Z', isDate: true });
  await clock.advance(86_400_000);
  expect((await invoke({}, driven)).payload.now).toBe('2031-05-07T07:08:09.000Z');
});

test('answers an event at once, and refuses a function that is not there', async () => {
  const { StatusCode } = await usual.lambda.send(
    new InvokeCommand({ FunctionName: 'worker', InvocationType: 'Event', Payload: '{"do":"throw"}' }),
  );
  expect(StatusCode).toBe(202);
  await expect(usual.lambda.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: none',
  });
});

test('describes functions', async () => {
  const { Functions: found } = await usual.lambda.send(new ListFunctionsCommand({}));
  expect(found?.map(({ FunctionName }) => FunctionName)).toEqual(['worker']);
  const described = await usual.lambda.send(
    new GetFunctionConfigurationCommand({
      FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:worker',
    }),
  );
  expect(described).toMatchObject({
    Timeout: timeoutSeconds,
    MemorySize: 64,
    Role: 'arn:aws:iam::000000000000:role/worker-role',
  });
  for (const elsewhere of ['us-east-1:000000000000', 'eu-west-1:111111111111'])
    await expect(
      usual.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: `arn:aws:lambda:${elsewhere}:function:worker` }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a function requires what its layers bring, and what no layer brings is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-layered-'));
  const brought = join(folder, 'layer', 'nodejs', 'node_modules', 'brought-by-layer');
  mkdirSync(brought, { recursive: true });
  writeFileSync(join(brought, 'index.js'), "module.exports = 'from the layer';");
  writeFileSync(join(folder, 'index.js'), "exports.handler = async () => require('brought-by-layer');");
  const define = (name: string, layers: readonly string[]) =>
    usual.functions.define({
      name,
      arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
      roleArn: 'arn:aws:iam::000000000000:role/worker-role',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      folder,
      environment: {},
      timeoutSeconds: 5,
      memoryMiB: 64,
      layers,
    });
  await define('layered', [join(folder, 'layer')]);
  await define('bare', []);
  expect(await usual.functions.invoke('layered', {})).toBe('from the layer');
  await expect(usual.functions.invoke('bare', {})).rejects.toThrow(/Cannot find module 'brought-by-layer'/);
  rmSync(folder, { recursive: true });
});
