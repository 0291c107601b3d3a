import type { EnvironmentPlan } from '../../../../core/planning/plan';
import { ofType, type SynthesizedStack, synthesize } from '../../../helpers/infra/stacks';
import {
  sampleDepartment,
  sampleEnvironment,
  sampleJob,
  samplePlan,
  sampleSource,
} from '../../../helpers/runs/plan';

const endpoint = 'arn:aws:dms:eu-west-1:123456789012:endpoint:SALES';
const replicationInstance = { arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ERP', identifier: 'erp' };
const named = { source: { arn: endpoint, engine: 'postgres', databaseName: 'sales' } } as const;
type JobOver = Parameters<typeof sampleJob>[1];
const job = (over: JobOver = {}) =>
  sampleJob({ department: 'sales', job: 'orders', tables: ['orders'] }, { namedEndpoints: named, ...over });

const job2 = (over: JobOver) =>
  sampleJob({ department: 'sales', job: 'second', tables: ['second'] }, { namedEndpoints: named, ...over });

function stacksOf(over: Partial<EnvironmentPlan>, ...jobs: ReturnType<typeof job>[]) {
  const plan = samplePlan({
    environment: sampleEnvironment(over),
    sources: [
      sampleSource(jobs.some(({ namedEndpoints }) => namedEndpoints) ? { endpointArn: endpoint } : {}),
    ],
    departments: [sampleDepartment({ jobs })],
  });
  const all = synthesize(plan);
  const part = (name: string): SynthesizedStack['resources'] =>
    all.get(`lakeferry-dev-${name}`)?.resources ?? {};
  return { platform: part('platform'), department: part('sales') };
}

const checksOf = (resources: SynthesizedStack['resources']) =>
  ofType(resources, 'Custom::LakeferryExistingCheck');
const dependsOn = (resources: SynthesizedStack['resources'], id: string): readonly string[] =>
  [resources[id]?.DependsOn ?? []].flat();

test('an environment that names nothing has no check, and the function for the day that it does', () => {
  const { namedEndpoints: _, ...own } = job();
  const { platform, department } = stacksOf({}, own);
  expect([...checksOf(platform), ...checksOf(department)]).toEqual([]);
  // Departments that import it can be deployed before and after the platform.
  expect(Object.keys(platform).filter((id) => id.startsWith('CheckExisting'))).toHaveLength(4);
  const [[, role] = []] = ofType(platform, 'AWS::IAM::Role').filter(([id]) => id.startsWith('CheckExisting'));
  const actions = JSON.stringify(role?.Properties?.['Policies']).match(/"(?!aws:)[a-z0-9]+:[A-Z]\w+"/g);
  expect(actions).toEqual(['"logs:CreateLogStream"', '"logs:PutLogEvents"']);
});

test('all of a platform waits for its check, which needs only its own function', () => {
  const { platform } = stacksOf({ replicationInstance, existing: { lakeBucket: { name: 'acme' } } });
  const [[id, check] = ['', undefined]] = checksOf(platform);
  const own = Object.keys(platform).filter((one) => one.startsWith('CheckExisting'));
  expect(own.map((one) => one.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
    'CheckExisting',
    'CheckExistingCheck',
    'CheckExistingCheckExistingLog',
    'CheckExistingCheckExistingRole',
    'CheckExistingCheckExistingRoleDefaultPolicy',
  ]);
  const free = Object.keys(platform).filter((one) => !dependsOn(platform, one).includes(id));
  expect(free.sort()).toEqual(own.sort());
  // References of these, so that the check waits for nothing else.
  const text = JSON.stringify(own.map((one) => platform[one]));
  const references = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/g)].map(([, to = '']) => to);
  expect(references.filter((to) => !to.startsWith('AWS::') && !own.includes(to))).toEqual([]);
  expect(check?.Properties).toMatchObject({ ServiceTimeout: '1200' });
  expect(JSON.parse(String(check?.Properties?.['Needs']))).toEqual({
    ...{ region: 'eu-west-1', instances: [replicationInstance], jobs: [] },
    existing: { lakeBucket: { name: 'acme' } },
  });
});

test('a platform has the function for its departments although it names nothing itself', () => {
  const { platform } = stacksOf({}, job());
  expect(checksOf(platform)).toEqual([]);
  expect(Object.keys(platform).filter((id) => id.startsWith('CheckExisting'))).toHaveLength(4);
});

test('a department is checked before its tasks are held', () => {
  const { department } = stacksOf({}, job());
  const [[id, check] = ['', undefined]] = checksOf(department);
  const [[hold] = ['']] = ofType(department, 'Custom::LakeferryHold');
  expect(dependsOn(department, hold)).toEqual([id]);
  expect(check?.Properties).toMatchObject({
    ServiceToken: { 'Fn::ImportValue': 'lakeferry-dev-platform:CheckExistingFunctionArn' },
  });
});

const needsOf = (...jobs: ReturnType<typeof job>[]) =>
  checksOf(stacksOf({}, ...jobs).department)[0]?.[1].Properties?.['Needs'];
const target = { ...named, target: { arn: endpoint } };

test.each<[string, JobOver, JobOver, boolean]>([
  ['its schedule', {}, { schedule: { expression: 'cron(0 5 * * ? *)', timeZone: 'UTC' } }, false],
  ['the mode of a job with only a source', {}, { mode: 'cdc' }, false],
  ['its source', {}, { namedEndpoints: { source: { ...named.source, databaseName: 'crm' } } }, true],
  ['its format', { namedEndpoints: target }, { targetSettings: { DataFormat: 'csv' } }, true],
  ['its mode', { namedEndpoints: target }, { mode: 'cdc' }, true],
])('%s changes the needs of a department: %#', (_name, before, after, isChange) => {
  expect(needsOf(job({ ...before, ...after })) !== needsOf(job(before))).toBe(isChange);
});

test('several jobs with the same source need it once', () => {
  expect(needsOf(job(), job2({}))).toBe(needsOf(job()));
});

const routesOf = (over: Partial<EnvironmentPlan>, ...jobs: ReturnType<typeof job>[]) =>
  checksOf(stacksOf(over, ...jobs).department)[0]?.[1].Properties?.['Routes'];
const own = (output: string) => ({ 'Fn::ImportValue': `lakeferry-dev-platform:${output}` });

test('DMS tests named endpoints from the instance of their jobs, each once', () => {
  const fromOwn = { 'Fn::Join': ['', [own('ReplicationInstanceArn'), ` ${endpoint}`]] };
  expect(routesOf({}, job(), job2({}))).toEqual([fromOwn]);
  expect(routesOf({}, job(), job2({ replicationInstance }))).toEqual([
    fromOwn,
    `${replicationInstance.arn} ${endpoint}`,
  ]);
});

test('DMS tests endpoints of Lakeferry from a named instance, except those that the stack makes', () => {
  const { namedEndpoints: _, ...plain } = job();
  expect(routesOf({ replicationInstance }, plain)).toEqual([
    { 'Fn::Join': ['', [`${replicationInstance.arn} `, own('SourceEndpointArn:sales-db')]] },
  ]);
});
