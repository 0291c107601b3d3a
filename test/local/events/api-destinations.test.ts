import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiDestinations } from '../../../local/events/api-destinations';
import { createInvokeTarget } from '../../../local/events/invoke-target';
import { createEventBus } from '../../../local/events/service';
import { testCloud } from './context';

const caller = { accessKeyId: 'x', principalArn: 'y' };
const dead = 'arn:aws:sqs:eu-west-1:000000000000:dead';
const roleArn = 'arn:aws:iam::000000000000:role/r';
let server: Server;
let answers: number[] = [];
const requests: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  answers = [];
  requests.length = 0;
});

/** Bus with a rule whose target is a destination at this endpoint. */
async function withDestination(endpoint: string) {
  const cloud = testCloud('2026-03-01T06:00:00Z');
  const destinations = new ApiDestinations(cloud.context);
  const invokeTarget = createInvokeTarget(cloud.context, {
    functions: async () => undefined,
    stateMachines: { startExecution: () => undefined },
    queues: { send: async () => undefined },
    topics: { publish: () => undefined },
    destinations,
  });
  const bus = createEventBus(cloud.context, { ...cloud, invokeTarget, destinations });
  const call = async (operation: string, input: Record<string, unknown>) =>
    Object(await bus.operations[operation]?.(input, caller));
  const { ConnectionArn } = await call('CreateConnection', {
    Name: 'c',
    AuthorizationType: 'API_KEY',
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'secret' } },
  });
  const { ApiDestinationArn } = await call('CreateApiDestination', {
    Name: 'd',
    ConnectionArn,
    InvocationEndpoint: endpoint,
    HttpMethod: 'POST',
  });
  await call('PutRule', { Name: 'r', EventPattern: '{"source":["lakeferry"]}' });
  await call('PutTargets', {
    Rule: 'r',
    Targets: [
      {
        Id: 't',
        Arn: ApiDestinationArn,
        RoleArn: roleArn,
        InputPath: '$.detail',
        DeadLetterConfig: { Arn: dead },
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
      },
    ],
  });
  bus.publish({ source: 'lakeferry', 'detail-type': 'x', resources: [], detail: { job: 'daily' } });
  await cloud.clock.advance(60_000);
  return { cloud, destinations };
}

const here = (scheme = 'http'): string =>
  `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?a=b`;

test('posts the payload with the header of the connection', async () => {
  const { destinations, cloud } = await withDestination(here('https'));
  expect(requests).toMatchObject([
    {
      body: '{"job":"daily"}',
      headers: {
        'x-key': 'secret',
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
      },
    },
  ]);
  expect(destinations.posted).toMatchObject([{ status: 200, body: '{"job":"daily"}' }]);
  expect(cloud.deadLetters).toEqual([]);
});

test.each([
  [[503, 200], 2, 0],
  [[429, 409, 500], 3, 1],
  [[404], 1, 1],
  [[302], 1, 1],
])('answers %j lead to %d requests and %d dead letters', async (given, count, letters) => {
  answers = [...given];
  const { cloud } = await withDestination(here());
  expect(requests).toHaveLength(count);
  expect(cloud.deadLetters).toHaveLength(letters);
});

test('an endpoint that refuses connections is retried, and one elsewhere is not called', async () => {
  const refused = await withDestination('http://127.0.0.1:1/');
  expect(refused.cloud.deadLetters).toMatchObject([{ attributes: { ERROR_CODE: 'SDK_CLIENT_ERROR' } }]);
  const { cloud, destinations } = await withDestination('https://hooks.example.com/lakeferry');
  expect(cloud.deadLetters).toEqual([]);
  expect(destinations.posted).toEqual([
    { destination: 'd', endpoint: 'https://hooks.example.com/lakeferry', body: '{"job":"daily"}' },
  ]);
});
