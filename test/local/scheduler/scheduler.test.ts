import { createScheduler, type Scheduler } from '../../../local/scheduler/service';
import { type TestCloud, testCloud, throttled } from '../events/context';

const machine = 'arn:aws:states:eu-west-1:000000000000:stateMachine:migration';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:dead';
const Target = { Arn: machine, RoleArn: 'arn:aws:iam::000000000000:role/schedules', Input: '{}' };
const FlexibleTimeWindow = { Mode: 'OFF' };

function started(
  start = '2026-03-01T06:00:00Z',
  random = () => 0.5,
): { cloud: TestCloud; scheduler: Scheduler } {
  const cloud = testCloud(start);
  return { cloud, scheduler: createScheduler(cloud.context, { ...cloud, random }) };
}

function call(scheduler: Scheduler, operation: string, subject: string, body?: object, query = ''): object {
  return scheduler.call(operation, { subject, body, query: new URLSearchParams(query) });
}

function create(scheduler: Scheduler, given: { [key: string]: unknown; Target?: object }): object {
  const body = { ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow, ...given };
  return call(scheduler, 'CreateSchedule', 'nightly', { ...body, Target: { ...Target, ...given.Target } });
}

const times = (cloud: TestCloud): string[] => cloud.deliveries.map((one) => one.at.slice(0, 16));

it('a day of schedules runs in a moment, in the zone of the schedule', async () => {
  const { cloud, scheduler } = started('2026-03-28T00:00:00Z');
  create(scheduler, {
    ScheduleExpression: 'cron(30 1,13 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Vienna',
  });
  await cloud.clock.advance(2 * 86_400_000);
  expect(times(cloud)).toEqual([
    '2026-03-28T00:30',
    '2026-03-28T12:30',
    '2026-03-29T00:30',
    '2026-03-29T11:30',
    '2026-03-29T23:30',
  ]);
});

it('scheduled-time is the same for each attempt, execution-id is not', async () => {
  const { cloud, scheduler } = started();
  const Input = JSON.stringify({
    arn: '<aws.scheduler.schedule-arn>',
    time: '<aws.scheduler.scheduled-time>',
    id: '<aws.scheduler.execution-id>',
    attempt: '<aws.scheduler.attempt-number>',
    other: '<aws.scheduler.colour>',
  });
  create(scheduler, { ScheduleExpression: 'at(2026-03-01T06:05:00)', Target: { Input } });
  cloud.fail(throttled);
  await cloud.clock.advance(300_000);
  cloud.fail(undefined);
  await cloud.clock.advance(1_000);
  const [first, second] = cloud.deliveries.map((one) => Object(one.payload));
  expect([first.arn, second.arn]).toEqual(
    new Array(2).fill('arn:aws:scheduler:eu-west-1:000000000000:schedule/default/nightly'),
  );
  expect([first.time, second.time]).toEqual(['2026-03-01T06:05:00Z', '2026-03-01T06:05:00Z']);
  expect([first.attempt, second.attempt]).toEqual(['1', '2']);
  expect(first.id).not.toBe(second.id);
  expect(first.other).toBe('<aws.scheduler.colour>');
});

it('gives the dead-letter queue what it could not deliver, and why', async () => {
  const { cloud, scheduler } = started();
  const RetryPolicy = { MaximumRetryAttempts: 1 };
  create(scheduler, {
    ScheduleExpression: 'at(2026-03-01T06:05:00)',
    Target: { RetryPolicy, DeadLetterConfig: { Arn: queue } },
  });
  cloud.fail(throttled);
  await cloud.clock.advance(3_600_000);
  expect(cloud.deadLetters).toEqual([
    {
      queue,
      body: {},
      attributes: {
        ERROR_CODE: 'ThrottlingException',
        ERROR_MESSAGE: 'slow down',
        EXECUTION_ID: expect.any(String),
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: '1',
        SCHEDULED_TIME: '2026-03-01T06:05:00Z',
        SCHEDULE_ARN: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/nightly',
        TARGET_ARN: machine,
      },
    },
  ]);
});

it('a disabled schedule does not fire, and is not made up for', async () => {
  const { cloud, scheduler } = started();
  create(scheduler, { ScheduleExpression: 'cron(30 * * * ? *)', State: 'DISABLED' });
  await cloud.clock.advance(86_400_000);
  expect(cloud.deliveries).toHaveLength(0);
  const body = { ScheduleExpression: 'cron(30 * * * ? *)', FlexibleTimeWindow, Target };
  call(scheduler, 'UpdateSchedule', 'nightly', body);
  await cloud.clock.advance(3_600_000);
  expect(times(cloud)).toEqual(['2026-03-02T06:30']);
});

it('an update replaces the expression', async () => {
  const { cloud, scheduler } = started();
  create(scheduler, { ScheduleExpression: 'cron(30 * * * ? *)' });
  call(scheduler, 'UpdateSchedule', 'nightly', {
    ScheduleExpression: 'cron(45 * * * ? *)',
    FlexibleTimeWindow,
    Target,
  });
  await cloud.clock.advance(3_600_000);
  expect(times(cloud)).toEqual(['2026-03-01T06:45']);
});

it('fires within a flexible window; scheduled-time stays', async () => {
  const { cloud, scheduler } = started();
  create(scheduler, {
    ScheduleExpression: 'at(2026-03-01T07:00:00)',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
    Target: { Input: '{"t":"<aws.scheduler.scheduled-time>"}' },
  });
  await cloud.clock.advance(7_200_000);
  expect(cloud.deliveries).toMatchObject([
    { at: '2026-03-01T07:05:00.000Z', payload: { t: '2026-03-01T07:00:00Z' } },
  ]);
});

it('ActionAfterCompletion DELETE removes it after its last time', async () => {
  const { cloud, scheduler } = started();
  create(scheduler, { ScheduleExpression: 'at(2026-03-01T07:00:00)', ActionAfterCompletion: 'DELETE' });
  await cloud.clock.advance(7_200_000);
  expect(cloud.deliveries).toHaveLength(1);
  expect(call(scheduler, 'ListSchedules', '')).toEqual({ Schedules: [] });
});

it('fireNow fires at once, disabled or not', async () => {
  const { cloud, scheduler } = started('2026-03-01T06:00:07.250Z');
  create(scheduler, { State: 'DISABLED', Target: { Input: '{"t":"<aws.scheduler.scheduled-time>"}' } });
  await scheduler.fireNow('nightly');
  expect(cloud.deliveries).toMatchObject([{ target: machine, payload: { t: '2026-03-01T06:00:07Z' } }]);
  await expect(scheduler.fireNow('weekly')).rejects.toThrow('Schedule weekly does not exist.');
});

it('stop ends all timers', async () => {
  const { cloud, scheduler } = started();
  create(scheduler, {});
  await scheduler.stop();
  await cloud.clock.advance(86_400_000);
  expect(cloud.deliveries).toHaveLength(0);
});

describe('refusals', () => {
  it.each<[string, { [key: string]: unknown; Target?: object }, string]>([
    ['a nonsense expression', { ScheduleExpression: 'cron(0 2 * * * *)' }, 'Invalid Schedule Expression'],
    ['a nonsense zone', { ScheduleExpressionTimezone: 'Europe/Wien' }, 'IANA'],
    [
      'a universal target',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution' } },
      'aws-sdk:sfn:startExecution',
    ],
    ['parameters of other targets', { Target: { EcsParameters: {} } }, 'EcsParameters is not supported'],
    [
      'a FIFO dead-letter queue',
      { Target: { DeadLetterConfig: { Arn: `${queue}.fifo` } } },
      'standard queue',
    ],
    ['a window without a length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes'],
    ['too many retries', { Target: { RetryPolicy: { MaximumRetryAttempts: 186 } } }, '185'],
    ['a key of its own', { KmsKeyArn: 'arn:key' }, 'KmsKeyArn is not supported'],
    ['a group that is not there', { GroupName: 'none' }, 'Schedule group none does not exist.'],
  ])('%s', (_what, given, message) => {
    const { scheduler } = started();
    expect(() => create(scheduler, given)).toThrow(message);
  });

  it('a name twice, unless it is the same request again', () => {
    const { scheduler } = started();
    const first = create(scheduler, { ClientToken: 'a' });
    expect(create(scheduler, { ClientToken: 'a' })).toEqual(first);
    expect(() => create(scheduler, { ClientToken: 'b' })).toThrow('Schedule nightly already exists.');
  });
});
