import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../../../local/service';
import {
  assertModels,
  checkRequest,
  checkResponse,
  checkRestRequest,
  modelOf,
} from '../../../local/service-models/check-calls';
import { expressionOf } from '../../../local/service-models/check-shape';

const services = readdirSync(join(__dirname, '../../../local/service-models/data')).map((file) =>
  file.replace('.json', ''),
);

const request = (service: string, operation: string, input: Record<string, unknown>) => () =>
  checkRequest(service, operation, input);

test('a service or an operation without a model is loud', () => {
  const service = (name: string, ...operations: string[]): Service => ({
    name,
    protocol: 'json-1.1',
    targetPrefix: 'X',
    operations: Object.fromEntries(operations.map((operation) => [operation, () => ({})])),
  });
  assertModels([service('sqs', 'SendMessage')]);
  expect(() => assertModels([service('sqs', 'SendMessage', 'SendCarrierPigeon')])).toThrow(
    'no service model of sqs:SendCarrierPigeon: run npm run models:extract',
  );
  expect(() => assertModels([service('polly', 'ListLexicons', 'PutLexicon')])).toThrow(
    'polly:ListLexicons, polly:PutLexicon',
  );
});

describe('the facts of the service models', () => {
  it('name their source, and have operations of every service', () => {
    expect(services.length).toBeGreaterThan(12);
    for (const service of services) {
      const model = modelOf(service);
      expect(model?.source).toMatch(/^botocore \d+\.\d+\.\d+$/);
      expect(Object.keys(model?.operations ?? {}).length).toBeGreaterThan(0);
    }
  });

  it('have only patterns that JavaScript can say', () => {
    const patterns = services.flatMap((service) =>
      Object.values(modelOf(service)?.shapes ?? {}).flatMap(({ pattern }) => pattern ?? []),
    );
    expect(patterns.length).toBeGreaterThan(50);
    expect(patterns.filter((pattern) => expressionOf(pattern) === undefined)).toEqual([]);
  });
});

describe('a request', () => {
  const rows: readonly (readonly [string, string, string, Record<string, unknown>, string])[] = [
    [
      'lacks a required member',
      'dms',
      'StartReplicationTask',
      { ReplicationTaskArn: 'x' },
      'StartReplicationTaskType',
    ],
    [
      'has a word that no enum has',
      'dms',
      'StartReplicationTask',
      { ReplicationTaskArn: 'x', StartReplicationTaskType: 'restart' },
      'enum value set',
    ],
    [
      'is longer than a member may be',
      'ssm',
      'GetParameters',
      { Names: Array(11).fill('a') },
      'less than or equal to 10',
    ],
    ['is shorter', 'ssm', 'GetParameters', { Names: [] }, 'greater than or equal to 1'],
    [
      'has a number out of range',
      'ssm',
      'GetParametersByPath',
      { Path: '/a', MaxResults: 11 },
      'value less than or equal to 10',
    ],
    [
      'breaks a pattern',
      'states',
      'StartExecution',
      { stateMachineArn: 'x', name: '' },
      'length greater than or equal to 1',
    ],
    [
      'has a member that the model does not know',
      'sqs',
      'SendMessage',
      { QueueUrl: 'x', MessageBody: 'x', Body: 'x' },
      'Body',
    ],
    ['has another type', 'sqs', 'SendMessage', { QueueUrl: 'x', MessageBody: 1 }, 'is not a string'],
    [
      'names a Glue table over 255 characters',
      'glue',
      'GetTable',
      { DatabaseName: 'd', Name: 'n'.repeat(256) },
      '255',
    ],
  ];

  it.each(rows)('that %s is refused', (_what, service, operation, input, words) => {
    expect(request(service, operation, input)).toThrow(words);
  });

  it('that fits is taken', () => {
    expect(request('sqs', 'SendMessage', { QueueUrl: 'x', MessageBody: 'x' })).not.toThrow();
    expect(request('ssm', 'GetParameters', { Names: ['a'] })).not.toThrow();
  });

  it('reports all violations together, as AWS does', () => {
    expect(request('sqs', 'SendMessage', {})).toThrow(
      /^2 validation errors detected: Value null at 'QueueUrl'/,
    );
  });

  it('of a query service has texts for numbers', () => {
    expect(() => checkRequest('sns', 'Publish', { Message: 'x', Subject: 1 }, 'text')).toThrow(
      'is not a string',
    );
  });

  it('of a REST service is checked in path, query and headers', () => {
    const rest = (rawPath: string, query = '') => ({
      method: 'GET',
      rawPath,
      query: new URLSearchParams(query),
      headers: {},
    });
    const get = (name: string) => () =>
      checkRestRequest('scheduler', 'GetSchedule', rest(`/schedules/${name}`));
    expect(get('sales')).not.toThrow();
    expect(get('sales%20live')).toThrow('regular expression');
    expect(get('a'.repeat(65))).toThrow('length less than or equal to 64');
    expect(() =>
      checkRestRequest('scheduler', 'ListSchedules', rest('/schedules', 'MaxResults=101')),
    ).toThrow('100');
  });
});

describe('a response', () => {
  it('with a member that the model does not know is a fault of the local cloud, named as one', () => {
    expect(() => checkResponse('sqs', 'SendMessage', { MessageId: 'x', Nope: 1 })).toThrow(
      "the local cloud's own answer to sqs:SendMessage does not fit the service model: 'Nope'",
    );
    expect(() => checkResponse('sqs', 'SendMessage', { MessageId: 'x' })).not.toThrow();
  });

  it('may have enums in another case and counts of zero, as AWS has', () => {
    expect(() =>
      checkResponse('dms', 'CreateEndpoint', { Endpoint: { EndpointType: 'SOURCE' } }),
    ).not.toThrow();
    expect(() => checkResponse('dms', 'CreateEndpoint', { Endpoint: { EndpointType: 'BOTH' } })).toThrow(
      'enum',
    );
  });
});

describe('a documented limit that no service model has', () => {
  const message = (body: string) => ({ QueueUrl: 'x', MessageBody: body });
  const tags = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  const rows: readonly (readonly [
    string,
    string,
    Record<string, unknown>,
    Record<string, unknown>,
    string,
  ])[] = [
    [
      'sns',
      'Publish',
      { Message: 'x', Subject: 's'.repeat(99) },
      { Message: 'x', Subject: 's'.repeat(100) },
      'Subject',
    ],
    ['sns', 'Publish', { Message: 'x', Subject: 'a b' }, { Message: 'x', Subject: 'a\nb' }, 'Subject'],
    ['sns', 'Publish', { Message: 'x'.repeat(262_144) }, { Message: 'x'.repeat(262_145) }, 'too long'],
    ['sqs', 'SendMessage', message('\t\u00e9'), message('\u0001'), 'characters'],
    ['sqs', 'SendMessage', message('x'.repeat(1_048_576)), message('x'.repeat(1_048_577)), 'shorter than'],
    [
      'dms',
      'AddTagsToResource',
      { ResourceArn: 'x', Tags: tags(10) },
      { ResourceArn: 'x', Tags: tags(11) },
      'at most 10 tags',
    ],
  ];

  it.each(rows)('%s:%s is held', (service, operation, good, bad, words) => {
    expect(request(service, operation, good)).not.toThrow();
    expect(request(service, operation, bad)).toThrow(words);
  });

  it('counts all messages of a batch together', () => {
    const entry = (id: string) => ({ Id: id, MessageBody: 'x'.repeat(600_000) });
    expect(request('sqs', 'SendMessageBatch', { QueueUrl: 'x', Entries: [entry('1')] })).not.toThrow();
    expect(request('sqs', 'SendMessageBatch', { QueueUrl: 'x', Entries: [entry('1'), entry('2')] })).toThrow(
      'Batch',
    );
  });

  it('is an id of a metric query', () => {
    const query = (Id: string) => ({ StartTime: 0, EndTime: 1, MetricDataQueries: [{ Id }] });
    expect(request('monitoring', 'GetMetricData', query('m1'))).not.toThrow();
    expect(request('monitoring', 'GetMetricData', query('M1'))).toThrow('lowercase');
  });
});
