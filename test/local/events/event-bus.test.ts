import { createEventBus, type EventBus } from '../../../local/events/service';
import { AwsError } from '../../../local/service';
import { type TestCloud, testCloud, throttled } from './context';

const caller = { accessKeyId: 'x', principalArn: 'y' };
const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:poll';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:dead';
const stopped = {
  source: 'aws.dms',
  'detail-type': 'DMS Replication Task State Change',
  resources: ['arn:task'],
  detail: { eventType: 'REPLICATION_TASK_STOPPED' },
};

async function call(bus: EventBus, operation: string, input: Record<string, unknown>): Promise<unknown> {
  return bus.operations[operation]?.(input, caller);
}

async function woken(target: object = {}): Promise<{ cloud: TestCloud; bus: EventBus }> {
  const cloud = testCloud('2026-03-01T06:00:00Z');
  const bus = createEventBus(cloud.context, cloud);
  await call(bus, 'PutRule', { Name: 'woken', EventPattern: '{"source":["aws.dms"]}' });
  await call(bus, 'PutTargets', { Rule: 'woken', Targets: [{ Id: 'poll', Arn: functionArn, ...target }] });
  return { cloud, bus };
}

it('tells nobody of what ends while the cloud goes down', async () => {
  const { cloud, bus } = await woken();
  await bus.stop();
  bus.publish(stopped);
  await cloud.clock.idle();
  expect(cloud.deliveries).toEqual([]);
});

it('adds what AWS adds and delivers to the targets of the rules that match', async () => {
  const { cloud, bus } = await woken();
  bus.publish(stopped);
  bus.publish({ ...stopped, source: 'aws.s3' });
  await cloud.clock.idle();
  expect(cloud.deliveries).toEqual([
    {
      at: '2026-03-01T06:00:00.000Z',
      target: functionArn,
      payload: {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        account: '000000000000',
        region: 'eu-west-1',
        time: '2026-03-01T06:00:00Z',
        ...stopped,
      },
    },
  ]);
});

it('does not deliver for a disabled rule', async () => {
  const { cloud, bus } = await woken();
  await call(bus, 'DisableRule', { Name: 'woken' });
  bus.publish(stopped);
  await call(bus, 'EnableRule', { Name: 'woken' });
  bus.publish(stopped);
  await cloud.clock.idle();
  expect(cloud.deliveries).toHaveLength(1);
});

describe('a script', () => {
  it('can lose, double and delay events', async () => {
    const { cloud, bus } = await woken();
    bus.script(() => 'lose');
    bus.publish(stopped);
    bus.script(() => 'double');
    bus.publish(stopped);
    bus.script(() => ({ delaySeconds: 90 }));
    bus.publish(stopped);
    bus.script(undefined);
    bus.publish(stopped);
    await cloud.clock.idle();
    expect(cloud.deliveries).toHaveLength(3);
    await cloud.clock.advance(90_000);
    expect(cloud.deliveries.at(-1)?.at).toBe('2026-03-01T06:01:30.000Z');
  });
});

describe('delivery', () => {
  const policy = { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: queue } };

  it('is tried again with back-off, then goes to the dead-letter queue', async () => {
    const { cloud, bus } = await woken(policy);
    cloud.fail(throttled);
    bus.publish(stopped);
    await cloud.clock.advance(60_000);
    expect(cloud.deliveries.map((one) => one.at.slice(17, 19))).toEqual(['00', '01', '03']);
    expect(cloud.deadLetters).toMatchObject([
      {
        queue,
        body: stopped,
        attributes: {
          ERROR_CODE: 'ThrottlingException',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
          RULE_ARN: 'arn:aws:events:eu-west-1:000000000000:rule/woken',
          TARGET_ARN: functionArn,
        },
      },
    ]);
  });

  it('is not tried again when that cannot help', async () => {
    const { cloud, bus } = await woken(policy);
    cloud.fail(new AwsError('ResourceNotFoundException', 'no such function', 404));
    bus.publish(stopped);
    await cloud.clock.advance(60_000);
    expect(cloud.deliveries).toHaveLength(1);
    expect(cloud.deadLetters).toHaveLength(1);
  });

  it('ends after the age that the policy gives', async () => {
    const { cloud, bus } = await woken({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    cloud.fail(throttled);
    bus.publish(stopped);
    await cloud.clock.advance(3_600_000);
    expect(cloud.deliveries).toHaveLength(6);
  });

  it('goes on after a fault is over', async () => {
    const { cloud, bus } = await woken();
    cloud.fail(throttled);
    bus.publish(stopped);
    await cloud.clock.idle();
    cloud.fail(undefined);
    await cloud.clock.advance(3_600_000);
    expect(cloud.deliveries).toHaveLength(2);
  });
});

describe('refusals', () => {
  it.each([
    [
      'PutRule',
      { Name: 'x', ScheduleExpression: 'rate(1 minute)' },
      'ValidationException',
      /EventBridge Scheduler/,
    ],
    ['PutRule', { Name: 'x' }, 'ValidationException', /EventPattern/],
    ['PutRule', { Name: 'x', EventPattern: '{"a":"b"}' }, 'InvalidEventPatternException', /not valid/],
    [
      'PutRule',
      { Name: 'x', EventPattern: '{"a":["b"]}', EventBusName: 'mine' },
      'ResourceNotFoundException',
      /mine/,
    ],
    ['PutTargets', { Rule: 'x', Targets: [{ Id: '1', Arn: functionArn }] }, 'ResourceNotFoundException', /x/],
    [
      'PutTargets',
      { Rule: 'woken', Targets: [{ Id: '1', Arn: 'arn:aws:ecs:a:000000000000:cluster/x' }] },
      'ValidationException',
      /ecs/,
    ],
    [
      'PutTargets',
      { Rule: 'woken', Targets: [{ Id: '1', Arn: functionArn, EcsParameters: {} }] },
      'ValidationException',
      /EcsParameters is not supported/,
    ],
    ['DeleteRule', { Name: 'woken' }, 'ValidationException', /targets/],
  ])('%s %j', async (operation, input, code, message) => {
    const { bus } = await woken();
    await expect(call(bus, operation, input)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
