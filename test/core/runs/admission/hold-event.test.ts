import { HoldEvent, holdAnswered, holdOf } from '../../../../core/runs/admission/hold-event';

const now = new Date('2026-03-01T10:00:00.000Z');
const common = {
  ResponseURL: 'https://cloudformation-custom-resource-response.example/answer',
  StackId: 'arn:aws:cloudformation:eu-west-1:000000000000:stack/lakeferry-dev-sales/guid',
  LogicalResourceId: 'Hold',
  ServiceToken: 'arn:aws:lambda:eu-west-1:000000000000:function:lakeferry-dev-hold-tasks',
};
type Hashes = Readonly<Record<string, string>>;

function update(
  requestId: string,
  before: Hashes,
  after: Hashes,
  instances: Hashes = {},
  EngineVersions: Hashes = {},
) {
  const event = HoldEvent.parse({
    ...{ ...common, RequestType: 'Update', RequestId: requestId, PhysicalResourceId: 'hold-1' },
    ResourceProperties: { ServiceToken: 'x', Endpoints: after, Instances: instances, EngineVersions },
    OldResourceProperties: { ServiceToken: 'x', Endpoints: before },
  });
  if (event.RequestType === 'Delete') throw new Error('it is an update');
  return event;
}

test('an update holds what changes and what is new, and nothing else', () => {
  const event = update(
    '1',
    { same: '1', changed: '1', removed: '1' },
    { same: '1', changed: '2', added: '1' },
  );
  const { name, reason, until, request } = holdOf(event, undefined, now);
  expect({ name, reason, until }).toEqual({
    name: 'lakeferry-dev-sales/Hold',
    reason: 'deployment of lakeferry-dev-sales',
    until: '2026-03-01T12:00:00.000Z',
  });
  expect(request).toMatchObject({
    ...{ endpoints: ['changed', 'added'], instances: [], physicalId: 'hold-1', requestId: '1' },
    answerBy: '2026-03-01T10:50:00.000Z',
  });
});

test('an instance is held by its own identifier', () => {
  const event = update('1', {}, {}, { 'lakeferry-dev': 'x' });
  expect(holdOf(event, undefined, now).request).toMatchObject({
    endpoints: [],
    instances: ['lakeferry-dev'],
  });
});

test('an update names the engine versions of the instances that change', () => {
  const versions = { 'lakeferry-dev': '3.6.1' };
  const changed = update('1', {}, {}, { 'lakeferry-dev': 'x' }, versions);
  expect(holdOf(changed, undefined, now).request.engineVersions).toEqual(versions);
  const same = update('2', {}, {}, {}, versions);
  expect(holdOf(same, undefined, now).request.engineVersions).toBeUndefined();
});

test('a creation holds all, because an earlier version may have created them', () => {
  const ResourceProperties = { Endpoints: { a: '1', b: '1' }, Instances: { i: '1' } };
  const event = HoldEvent.parse({ ...common, RequestType: 'Create', RequestId: '1', ResourceProperties });
  if (event.RequestType !== 'Create') throw new Error('it is a creation');
  expect(holdOf(event, undefined, now).request).toMatchObject({ endpoints: ['a', 'b'], instances: ['i'] });
  expect(holdAnswered(event).physicalId).toBe('hold-lakeferry-dev-sales/Hold');
});

describe('a rollback', () => {
  const [old, changed] = [{ a: '1' }, { a: '2' }];
  const first = holdOf(update('1', old, changed), undefined, now);
  const answered = (status: 'SUCCESS' | 'FAILED') => ({
    ...first,
    request: { ...first.request, answer: { status, at: now.toISOString() } },
  });
  const rollback = update('2', changed, old);

  test.each([
    ['holds nothing when the update was never answered', first, []],
    ['holds nothing when the update was refused', answered('FAILED'), []],
    ['holds the same when the update was let through', answered('SUCCESS'), ['a']],
    ['holds the same when the hold of the update is over', undefined, ['a']],
  ])('%s', (_name, previous, held) => {
    expect(holdOf(rollback, previous, now).request.endpoints).toEqual(held);
  });

  test('is not what a second deployment of the same change is', () => {
    expect(holdOf(update('2', old, changed), answered('FAILED'), now).request.endpoints).toEqual(['a']);
  });
});
