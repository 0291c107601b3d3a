import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  ConflictException,
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { SystemClock } from '../../../local/clock';
import { createEventBus } from '../../../local/events/service';
import { Callers, operatorCredentials } from '../../../local/gateway/callers';
import { type Gateway, startGateway } from '../../../local/gateway/gateway';
import { createScheduler, type Scheduler } from '../../../local/scheduler/service';
import { type TestCloud, testCloud } from '../events/context';

let gateway: Gateway;
let client: SchedulerClient;
let events: EventBridgeClient;
let scheduler: Scheduler;
let cloud: TestCloud;
const schedule = {
  Name: 'sales-orders',
  GroupName: 'lakeferry-local',
  ScheduleExpression: 'cron(0 2 * * ? *)',
  ScheduleExpressionTimezone: 'Europe/Vienna',
  FlexibleTimeWindow: { Mode: 'OFF' as const },
  Target: {
    Arn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:migration',
    RoleArn: 'arn:aws:iam::000000000000:role/schedules',
    Input: '{"at":"<aws.scheduler.scheduled-time>"}',
  },
};

beforeAll(async () => {
  cloud = testCloud('2026-03-01T06:00:00Z');
  const context = { ...cloud.context, clock: new SystemClock() };
  scheduler = createScheduler(context, cloud);
  const services = [scheduler, createEventBus(context, cloud)];
  gateway = await startGateway({ context, callers: new Callers('000000000000'), services });
  const config = { endpoint: gateway.url, region: 'eu-west-1', credentials: operatorCredentials };
  client = new SchedulerClient(config);
  events = new EventBridgeClient(config);
});

afterAll(async () => {
  client.destroy();
  events.destroy();
  await scheduler.stop();
  await gateway.stop();
});

it('keeps groups and schedules through the SDK', async () => {
  const Name = schedule.GroupName;
  const { ScheduleGroupArn = '' } = await client.send(
    new CreateScheduleGroupCommand({ Name, Tags: [{ Key: 'a', Value: '1' }] }),
  );
  await client.send(new CreateScheduleCommand(schedule));
  await expect(client.send(new CreateScheduleCommand(schedule))).rejects.toBeInstanceOf(ConflictException);
  const key = { Name: schedule.Name, GroupName: Name };
  const found = await client.send(new GetScheduleCommand(key));
  expect(found).toMatchObject({ ...schedule, State: 'ENABLED', CreationDate: expect.any(Date) });
  await client.send(new UpdateScheduleCommand({ ...schedule, State: 'DISABLED', StartDate: new Date(0) }));
  const { Schedules } = await client.send(new ListSchedulesCommand({ GroupName: Name, State: 'DISABLED' }));
  expect(Schedules).toMatchObject([{ ...key, Target: { Arn: schedule.Target.Arn } }]);
  await client.send(
    new TagResourceCommand({ ResourceArn: ScheduleGroupArn, Tags: [{ Key: 'b', Value: '2' }] }),
  );
  await client.send(new UntagResourceCommand({ ResourceArn: ScheduleGroupArn, TagKeys: ['a'] }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: ScheduleGroupArn }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
  await client.send(new DeleteScheduleCommand(key));
  await expect(client.send(new GetScheduleCommand(key))).rejects.toBeInstanceOf(ResourceNotFoundException);
  await client.send(new DeleteScheduleGroupCommand({ Name }));
  const { ScheduleGroups } = await client.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups?.map((group) => group.Name)).toEqual(['default']);
});

it('puts rules and events through the SDK', async () => {
  await events.send(new PutRuleCommand({ Name: 'mine', EventPattern: '{"source":["demo"]}' }));
  const Targets = [
    { Id: '1', Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:poll', InputPath: '$.detail' },
  ];
  await events.send(new PutTargetsCommand({ Rule: 'mine', Targets }));
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        { Source: 'demo', DetailType: 'x', Detail: '{"a":1}' },
        { Source: 'aws.dms', DetailType: 'x', Detail: '{}' },
        { Source: 'demo', DetailType: 'x', Detail: 'no' },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(2);
  expect(Entries?.map((entry) => entry.ErrorCode)).toEqual([
    undefined,
    'NotAuthorizedForSourceException',
    'MalformedDetail',
  ]);
  expect(cloud.deliveries).toMatchObject([{ payload: { a: 1 } }]);
  const { Rules } = await events.send(new ListRulesCommand({}));
  expect(Rules?.map((rule) => rule.Name)).toEqual(['mine']);
});
