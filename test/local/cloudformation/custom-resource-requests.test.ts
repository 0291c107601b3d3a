import { Readable } from 'node:stream';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { DrivenClock } from '../../../local/clock';
import type { CustomResourceRequest } from '../../../local/cloudformation/custom-resource/event';
import { CustomResourceRequests } from '../../../local/cloudformation/custom-resource/requests';
import { Callers } from '../../../local/gateway/callers';
import { AwsError, FunctionError, type RestRequest } from '../../../local/service';

const token = 'arn:aws:lambda:eu-west-1:000000000000:function:holds';
const stackId = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/shop/1-2';
const create: CustomResourceRequest = {
  type: 'Create',
  stackId,
  logicalId: 'Hold',
  resourceType: 'Custom::Hold',
  properties: { ServiceToken: token, of: 'abc', tables: 3, nested: { on: true, list: [1, 'two', false] } },
};
const body = { Status: 'SUCCESS', PhysicalResourceId: 'hold-1' };

type Put = Pick<RestRequest, 'method' | 'headers'> & { readonly url: string; readonly body: string };

/** Requests to a provider that `provide` plays. */
function bench(provide: (event: CloudFormationCustomResourceEvent, bench: Bench) => Promise<void> | void) {
  const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
  const context = {
    clock,
    account: '000000000000',
    region: 'eu-west-1',
    dataFolder: '',
    publishEvent: () => undefined,
    log: (line: string) => void lines.push(line),
  };
  const lines: string[] = [];
  const events: CloudFormationCustomResourceEvent[] = [];
  const requests: CustomResourceRequests = new CustomResourceRequests(
    context,
    new Callers('000000000000'),
    () => 'http://127.0.0.1:1',
    async (arn, payload) => {
      expect(arn).toBe(token);
      const event = payload as CloudFormationCustomResourceEvent;
      events.push(event);
      await clock.track(Promise.resolve(provide(event, made)));
      return null;
    },
  );
  async function put(
    event: CloudFormationCustomResourceEvent,
    answer: object | string,
    more: Partial<Put> = {},
  ) {
    const { RequestId, StackId, LogicalResourceId } = event;
    const text =
      typeof answer === 'string'
        ? answer
        : JSON.stringify({ RequestId, StackId, LogicalResourceId, ...answer });
    const { pathname, searchParams } = new URL(more.url ?? event.ResponseURL);
    return requests.receive({
      method: more.method ?? 'PUT',
      rawPath: pathname,
      query: searchParams,
      headers: more.headers ?? { 'content-type': '' },
      body: Readable.from([text]),
    });
  }
  const made = { clock, requests, events, lines, put };
  return made;
}
interface Bench {
  readonly clock: DrivenClock;
  put(
    event: CloudFormationCustomResourceEvent,
    answer: object | string,
    more?: Partial<Put>,
  ): Promise<unknown>;
}
const answering =
  (answer: object | string) =>
  (event: CloudFormationCustomResourceEvent, { put }: Bench) =>
    void put(event, answer);

test('a Create event has the documented members, and its properties are texts', async () => {
  const { requests, events } = bench(answering({ ...body, Data: { Url: 'u', Port: 1 } }));
  expect(await requests.send(create, 3600)).toEqual({
    kind: 'success',
    physicalId: 'hold-1',
    data: { Url: 'u', Port: 1 },
    masked: false,
  });
  expect(events).toEqual([
    {
      RequestType: 'Create',
      ServiceToken: token,
      ResponseURL: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:1\/cloudformation-custom-resource-response-euwest1\/arn%3Aaws%3Acloudformation%3A.*%7CHold%7C.*&X-Amz-Signature=/,
      ),
      StackId: stackId,
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalResourceId: 'Hold',
      ResourceType: 'Custom::Hold',
      ResourceProperties: {
        ServiceToken: token,
        of: 'abc',
        tables: '3',
        nested: { on: 'true', list: ['1', 'two', 'false'] },
      },
    },
  ]);
});

test.each([
  [{ type: 'Update', physicalId: 'hold-1', formerProperties: { ServiceToken: token, of: 'old', tables: 2 } }],
  [{ type: 'Delete', physicalId: 'hold-1' }],
] as const)('an event of %j names the physical resource', async (more) => {
  const { requests, events } = bench(answering({ ...body, NoEcho: true }));
  expect(await requests.send({ ...create, ...more }, 60)).toMatchObject({ kind: 'success', masked: true });
  expect(events).toMatchObject([{ RequestType: more.type, PhysicalResourceId: 'hold-1' }]);
  expect(events[0]).toHaveProperty('ResourceProperties.of', 'abc');
  if (more.type === 'Update')
    expect(events[0]).toHaveProperty('OldResourceProperties', {
      ServiceToken: token,
      of: 'old',
      tables: '2',
    });
  else expect(events[0]).not.toHaveProperty('OldResourceProperties');
});

test('an answer may come from elsewhere, minutes after the function returned', async () => {
  const { requests, clock } = bench((event, { put }) => {
    clock.schedule(new Date('2026-03-01T10:59:00Z'), () => void clock.track(put(event, body)));
  });
  expect(await requests.send(create, 3600)).toMatchObject({ kind: 'success', physicalId: 'hold-1' });
  expect(clock.now()).toEqual(new Date('2026-03-01T10:59:00Z'));
});

test('no answer within the timeout is a failure, and a late answer is taken and not read', async () => {
  const { requests, clock, events, put } = bench(() => undefined);
  const answer = await requests.send(create, 30);
  expect(answer).toMatchObject({
    kind: 'failure',
    reason: expect.stringContaining('did not receive a response'),
  });
  expect(clock.now()).toEqual(new Date('2026-03-01T10:00:30Z'));
  const [event] = events;
  if (event === undefined) throw new Error('the function received no event');
  expect(await put(event, body)).toMatchObject({ statusCode: 200 });
  await clock.advance(7_200_000);
  await expect(put(event, body)).rejects.toThrow('expired');
});

test('the first answer counts', async () => {
  const { requests } = bench(async (event, { put }) => {
    await put(event, { ...body, PhysicalResourceId: 'first' });
    await put(event, { ...body, PhysicalResourceId: 'second' });
  });
  expect(await requests.send(create, 60)).toMatchObject({ physicalId: 'first' });
});

test('a function that fails is invoked three times with the same event, as Lambda does', async () => {
  const at: string[] = [];
  const { requests, events, clock, lines } = bench(() => {
    at.push(clock.now().toISOString().slice(11, 19));
    throw new FunctionError('Error', 'broken');
  });
  expect(await requests.send(create, 600)).toMatchObject({ kind: 'failure' });
  expect(at).toEqual(['10:00:00', '10:01:00', '10:03:00']);
  expect(new Set(events.map(({ RequestId }) => RequestId)).size).toBe(1);
  expect(lines).toHaveLength(3);
});

test('a function that does not exist fails the request at once', async () => {
  const { requests, clock } = bench(() => {
    throw new AwsError('ResourceNotFoundException', 'Function not found: holds');
  });
  expect(await requests.send(create, 600)).toEqual({ kind: 'failure', reason: 'Function not found: holds' });
  expect(clock.now()).toEqual(new Date('2026-03-01T10:00:00Z'));
});

test.each<[string, object | string, string]>([
  [
    'FAILED',
    { ...body, Status: 'FAILED', Reason: 'load in flight' },
    'Message returned: load in flight (RequestId: ',
  ],
  ['FAILED without a reason', { ...body, Status: 'FAILED' }, 'Reason'],
  ['another status', { ...body, Status: 'OK' }, 'Status'],
  ['no ID', { Status: 'SUCCESS' }, 'PhysicalResourceId'],
  ['an empty ID', { ...body, PhysicalResourceId: '' }, 'PhysicalResourceId'],
  ['an ID over 1 KB', { ...body, PhysicalResourceId: 'x'.repeat(1025) }, 'longer than 1 KB'],
  ['a reason that is null', { ...body, Reason: null }, 'Reason'],
  ['another request', { ...body, RequestId: 'other' }, 'of another request'],
  ['another stack', { ...body, StackId: 'other' }, 'of another request'],
  ['no JSON', 'done', 'Invalid response object'],
  ['over 4,096 bytes', { ...body, Data: { a: 'x'.repeat(4096) } }, 'too long'],
])('an answer with %s is a failure', async (_name, answer, reason) => {
  const { requests } = bench(answering(answer));
  expect(await requests.send(create, 60)).toMatchObject({
    kind: 'failure',
    reason: expect.stringContaining(reason),
  });
});

test('a failed answer can name what it left behind', async () => {
  const { requests } = bench(
    answering({ ...body, Status: 'FAILED', Reason: 'r', PhysicalResourceId: 'half' }),
  );
  expect(await requests.send(create, 60)).toMatchObject({ kind: 'failure', physicalId: 'half' });
});

test('a put that the URL does not allow is refused as S3 refuses it', async () => {
  const { requests } = bench(async (event, { put }) => {
    const refused = (more: Partial<Put>) =>
      expect(put(event, body, more)).rejects.toMatchObject({
        code: 'SignatureDoesNotMatch',
        statusCode: 403,
      });
    await refused({ headers: { 'content-type': 'application/json' } });
    await refused({ method: 'GET' });
    await refused({ url: event.ResponseURL.replace('Hold', 'Other') });
    await refused({ url: event.ResponseURL.replace(/Signature=../, 'Signature=zz') });
    await put(event, body, { headers: {} });
  });
  expect(await requests.send(create, 60)).toMatchObject({ kind: 'success' });
});
