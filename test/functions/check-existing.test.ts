import type { ExistingResources } from '../../aws/existing/existing-resources';
import type { DescribedEndpoint } from '../../core/checks/existing/described';
import type { ExistingNeeds } from '../../core/checks/existing/needs/needs';
import { RunError } from '../../core/runs/record/run-error';
import { type CheckExistingPorts, checkExisting } from '../../functions/check-existing/check-existing';
import { existingPorts } from '../helpers/checks/existing-ports';
import { MemoryDeployments } from '../helpers/deployments/memory-deployments';
import { Reported } from '../helpers/runs/reporting';

const source = 'arn:aws:dms:eu-west-1:123456789012:endpoint:ERP';
const StackId = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/lakeferry-dev-erp/1';
const needs: ExistingNeeds = {
  region: 'eu-west-1',
  instances: [],
  existing: {},
  jobs: [
    {
      ...{ mode: 'full-load', targetEngine: 's3', targetSettings: {}, stagingFolder: '' },
      namedEndpoints: { source: { arn: source, engine: 'postgres', databaseName: 'sales' } },
    },
  ],
};
const fits: DescribedEndpoint = {
  ...{ arn: source, identifier: 'erp', type: 'SOURCE', engine: 'postgres', status: 'active' },
  databaseName: 'sales',
};

const deployments = new MemoryDeployments();
let reported: Reported;
let pauses: number[];
let endpoints: ExistingResources['endpoints'];
beforeEach(() => {
  deployments.answers.length = 0;
  deployments.statuses.set(StackId, 'UPDATE_IN_PROGRESS');
  reported = new Reported();
  pauses = [];
  endpoints = async () => [fits];
});

const ports = (): CheckExistingPorts => ({
  existing: existingPorts({ endpoints: (arns) => endpoints(arns) }),
  stacks: deployments.stacks,
  answer: deployments.answer,
  environment: 'dev',
  log: reported.log,
  pause: async (milliseconds) => void pauses.push(milliseconds),
});
const event = (RequestType: string, over: object = {}) => ({
  ...{ RequestType, StackId, RequestId: 'one', LogicalResourceId: 'Check', ResponseURL: 'https://answer' },
  ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'check-Check' }),
  ...(RequestType === 'Delete' ? {} : { ResourceProperties: { Needs: JSON.stringify(needs) } }),
  ...over,
});
const check = (given: object, over: Partial<CheckExistingPorts> = {}) =>
  checkExisting({ ...ports(), ...over }, given);
const errors = () => reported.lines.flatMap(({ level, message }) => (level === 'error' ? [message] : []));
const oracle = async () => [{ ...fits, engine: 'oracle' }];

test('resources that fit let a deployment continue', async () => {
  expect(await check(event('Create'))).toEqual({ refused: false });
  expect(deployments.answers).toMatchObject([
    { status: 'SUCCESS', requestId: 'one', logicalId: 'Check', physicalId: 'check-Check' },
  ]);
});

test.each(['Create', 'Update'])('a %s is refused with each setting that does not fit', async (type) => {
  endpoints = oracle;
  if (type === 'Create') deployments.statuses.set(StackId, 'CREATE_IN_PROGRESS');
  expect(await check(event(type))).toEqual({ refused: true });
  expect(deployments.answers).toMatchObject([
    {
      status: 'FAILED',
      reason:
        'existing resources do not fit, so nothing of lakeferry-dev-erp was changed: EngineName of erp is oracle, and not postgres or aurora-postgresql (fix in the configuration: endpoint: <ARN of another endpoint>). Set these and deploy again',
    },
  ]);
});

test('a route that DMS cannot use refuses a deployment with the message of DMS', async () => {
  const instance = 'arn:aws:dms:eu-west-1:123456789012:rep:ERP';
  const connection = { endpointArn: source, name: 'erp', status: 'failed', failure: 'timeout expired' };
  const existing = { ...ports().existing, connections: async () => [connection] };
  const properties = { Needs: JSON.stringify(needs), Routes: [`${instance} ${source}`] };
  expect(await check(event('Update', { ResourceProperties: properties }), { existing })).toEqual({
    refused: true,
  });
  expect(deployments.answers[0]?.reason).toContain(`${instance} does not reach erp: timeout expired; `);
});

test('a warning is in the log, and refuses nothing', async () => {
  endpoints = async () => [{ ...fits, databaseName: 'other' }];
  expect(await check(event('Update'))).toEqual({ refused: false });
  expect(reported.lines).toMatchObject([{ finding: { check: 'existing-database', severity: 'warning' } }]);
});

test.each([
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_FAILED',
  'DELETE_IN_PROGRESS',
  'gone',
])('a stack that is %s is never refused, and nothing is read', async (status) => {
  deployments.statuses.set(StackId, status);
  endpoints = () => Promise.reject(new Error('read'));
  expect(await check(event('Update'))).toEqual({ refused: false });
  expect(errors()).toEqual([]);
});

test('a Delete is answered without any other request', async () => {
  const stacks = { statusOf: () => Promise.reject(new Error('asked')) };
  expect(await check(event('Delete'), { stacks })).toEqual({ refused: false });
  expect(deployments.answers).toMatchObject([{ status: 'SUCCESS', physicalId: 'check-Check' }]);
  expect(errors()).toEqual([]);
});

test('what cannot be read refuses nothing, and the log says why after two repetitions', async () => {
  endpoints = () => Promise.reject(new RunError('AccessDenied', 'not authorized'));
  expect(await check(event('Update'))).toEqual({ refused: false });
  expect(pauses).toEqual([10_000, 20_000]);
  expect(reported.lines).toMatchObject([
    { level: 'error', check: 'existing-endpoint', because: 'not authorized' },
  ]);
});

test('a role that gets its permissions after some seconds still checks', async () => {
  let calls = 0;
  endpoints = async () => {
    calls += 1;
    if (calls === 1) throw new RunError('AccessDenied', 'not authorized');
    return await oracle();
  };
  expect(await check(event('Update'))).toEqual({ refused: true });
  expect(pauses).toEqual([10_000]);
});

test.each<[string, object, Partial<CheckExistingPorts>]>([
  ['a stack whose status is not known', {}, { stacks: { statusOf: () => Promise.reject(new Error('no')) } }],
  ['needs of another version', { ResourceProperties: { Needs: '{"jobs":1}' } }, {}],
])('%s refuses nothing, and is in the log', async (_name, over, other) => {
  endpoints = oracle;
  expect(await check(event('Update', over), other)).toEqual({ refused: false });
  expect(errors()).toEqual(['existing resources were not checked']);
});

test('a function that dies before its answer is invoked again by Lambda, and gives the same one', async () => {
  endpoints = oracle;
  const dies = () => Promise.reject(new Error('killed'));
  await expect(check(event('Update'), { answer: dies })).rejects.toThrow('killed');
  await check(event('Update'));
  await check(event('Update'));
  const [first, second] = deployments.answers;
  expect(first).toMatchObject({ status: 'FAILED' });
  expect(second).toEqual(first);
});
