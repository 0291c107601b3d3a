import { DrivenClock } from '../../../local/clock';
import type { EventSourceDefinition } from '../../../local/lambda/event-source';
import { EventSources } from '../../../local/lambda/event-sources';
import type { CloudContext, InvokeFunction } from '../../../local/service';
import { createSqs, type LocalSqs } from '../../../local/sqs/sqs';

const clock = new DrivenClock(new Date('2026-11-21T12:00:00Z'));
let sqs: LocalSqs;
let sources: EventSources;
let batches: string[][];
/** Bodies that fail in the function's response. */
let failing: Set<string>;
let atOnce: number;
let most: number;

const invoke: InvokeFunction = async (_name, payload) => {
  const records = (payload as { Records: { messageId: string; body: string; eventSourceARN: string }[] })
    .Records;
  batches.push(records.map(({ body }) => body));
  atOnce += 1;
  most = Math.max(most, atOnce);
  await new Promise((resolve) => setImmediate(resolve));
  atOnce -= 1;
  if (failing.has('all')) throw new Error('the function failed');
  const bad = records.filter(({ body }) => failing.has(body));
  return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

function start(over: Partial<EventSourceDefinition> = {}) {
  const context: CloudContext = {
    clock,
    account: '000000000000',
    region: 'eu-west-1',
    dataFolder: '/nowhere',
    publishEvent: () => undefined,
    log: () => undefined,
  };
  batches = [];
  failing = new Set();
  atOnce = 0;
  most = 0;
  sqs = createSqs(context, () => 'http://local');
  const dead = sqs.create('dead');
  const queue = sqs.create('work', {
    VisibilityTimeout: '60',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: sqs.arn(dead), maxReceiveCount: 2 }),
  });
  sources = new EventSources(context, sqs, invoke);
  sources.create({
    functionName: 'f',
    queueArn: sqs.arn(queue),
    batchSize: 3,
    windowSeconds: 1,
    maximumConcurrency: 2,
    reportsFailures: true,
    enabled: true,
    ...over,
  });
  return { queue, dead };
}
afterEach(() => sources.stop());

test('messages of one window come in batches, and go when the function has taken them', async () => {
  const { queue } = start();
  await clock.advance(1);
  for (const body of ['a', 'b', 'c', 'd']) queue.send(body);
  await clock.advance(900);
  expect(batches).toEqual([]);
  await clock.advance(200);
  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
  expect(queue.counts()).toEqual({ visible: 0, hidden: 0, delayed: 0 });
});

test('what fails comes again when its visibility is over, and after its receives to the dead-letter queue', async () => {
  const { queue, dead } = start();
  failing.add('b');
  for (const body of ['a', 'b']) queue.send(body);
  await clock.advance(2_000);
  expect(queue.counts()).toMatchObject({ hidden: 1 });
  await clock.advance(60_000);
  expect(batches).toEqual([['a', 'b'], ['b']]);
  await clock.advance(60_000);
  expect(batches).toHaveLength(2);
  expect(dead.counts()).toMatchObject({ visible: 1 });
});

test('a function that throws fails its whole batch', async () => {
  const { queue, dead } = start();
  failing.add('all');
  for (const body of ['a', 'b']) queue.send(body);
  await clock.advance(180_000);
  expect(dead.counts()).toMatchObject({ visible: 2 });
});

test('no more requests run at once than the mapping allows', async () => {
  const { queue } = start({ batchSize: 1 });
  for (let sent = 0; sent < 10; sent += 1) queue.send(String(sent));
  await clock.advance(5_000);
  expect(batches).toHaveLength(10);
  expect(most).toBe(2);
});

test('a mapping that is disabled, or removed, takes nothing', async () => {
  const { queue } = start({ enabled: false });
  queue.send('a');
  await clock.advance(5_000);
  expect(batches).toEqual([]);
});
