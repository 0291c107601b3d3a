import { createEventBus, type EventBus } from '../../../local/events/service';
import { testCloud } from './context';

const caller = { accessKeyId: 'x', principalArn: 'y' };
const queue = 'arn:aws:sqs:eu-west-1:000000000000:next';
const entry = { Source: 'lakeferry', DetailType: 'Lakeferry Run Ended', Detail: '{"job":"daily"}' };

function open() {
  const cloud = testCloud('2026-03-01T06:00:00Z');
  const bus = createEventBus(cloud.context, cloud);
  return { cloud, bus };
}

async function call(bus: EventBus, operation: string, input: Record<string, unknown>): Promise<unknown> {
  return bus.operations[operation]?.(input, caller);
}

test('a rule sees only the events of its bus, which is named by name or ARN', async () => {
  const { cloud, bus } = open();
  const { EventBusArn: arn } = Object(await call(bus, 'CreateEventBus', { Name: 'mine' }));
  expect(arn).toBe('arn:aws:events:eu-west-1:000000000000:event-bus/mine');
  for (const EventBusName of ['mine', undefined]) {
    const ofBus = EventBusName === undefined ? {} : { EventBusName };
    await call(bus, 'PutRule', { Name: 'r', EventPattern: '{"source":["lakeferry"]}', ...ofBus });
    await call(bus, 'PutTargets', {
      Rule: 'r',
      Targets: [{ Id: 'q', Arn: `${queue}-${EventBusName ?? 'default'}` }],
      ...ofBus,
    });
  }
  await call(bus, 'PutEvents', { Entries: [{ ...entry, EventBusName: arn }] });
  await cloud.clock.idle();
  expect(cloud.deliveries).toMatchObject([
    { target: `${queue}-mine`, payload: { source: 'lakeferry', detail: { job: 'daily' } } },
  ]);
  expect(bus.received('mine')).toMatchObject([{ detail: { job: 'daily' } }]);
  expect(bus.received('default')).toEqual([]);
  expect(await call(bus, 'DescribeRule', { Name: 'r', EventBusName: 'mine' })).toMatchObject({
    Arn: 'arn:aws:events:eu-west-1:000000000000:rule/mine/r',
    EventBusName: 'mine',
  });
});

test('a bus with rules stays, and the default bus as well', async () => {
  const { bus } = open();
  await call(bus, 'CreateEventBus', { Name: 'mine' });
  await expect(call(bus, 'CreateEventBus', { Name: 'mine' })).rejects.toMatchObject({
    code: 'ResourceAlreadyExistsException',
  });
  await call(bus, 'PutRule', { Name: 'r', EventPattern: '{"source":["a"]}', EventBusName: 'mine' });
  await expect(call(bus, 'DeleteEventBus', { Name: 'mine' })).rejects.toThrow('has rules');
  await call(bus, 'DeleteRule', { Name: 'r', EventBusName: 'mine' });
  await call(bus, 'DeleteEventBus', { Name: 'mine' });
  await expect(call(bus, 'DeleteEventBus', { Name: 'default' })).rejects.toThrow('default');
  expect(await call(bus, 'ListEventBuses', {})).toMatchObject({ EventBuses: [{ Name: 'default' }] });
});

test('an entry for a missing bus is dropped silently, and entries of 1 MiB are refused together', async () => {
  const { bus } = open();
  await call(bus, 'CreateEventBus', { Name: 'mine' });
  const entries = [
    { ...entry, EventBusName: 'yours' },
    { ...entry, EventBusName: 'mine' },
  ];
  expect(await call(bus, 'PutEvents', { Entries: entries })).toMatchObject({
    FailedEntryCount: 0,
    Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
  });
  expect(bus.received('mine')).toHaveLength(1);
  const half = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(524_288) }), EventBusName: 'mine' };
  await expect(call(bus, 'PutEvents', { Entries: [half, half] })).rejects.toThrow('over the limit');
});
