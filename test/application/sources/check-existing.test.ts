import { withExisting } from '../../../application/sources/check-existing';
import type { ExistingResources } from '../../../aws/existing/existing-resources';
import { existingPorts } from '../../helpers/checks/existing-ports';
import { sampleReport } from '../../helpers/checks/sample-report';
import { sampleJob, samplePlan } from '../../helpers/runs/plan';

const absent = async () => undefined;
const environment = { ...samplePlan().environment, existing: { lakeBucket: { name: 'acme-lake' } } };
const job = sampleJob({ department: 'sales', job: 'daily', tables: ['orders'] });
const report = sampleReport({ job: 'sales/daily' });
const checked = (bucket: ExistingResources['bucket']) =>
  withExisting(
    existingPorts({ bucket }),
    { environment, stagingBucket: 'staging', endpointsOf: absent },
    [job],
    [report],
  );
const { region } = environment;

test('a bucket whose settings were read passes', async () => {
  const [found] = await checked(async (name) => ({ name, region, keyArn: '', unread: {} }));
  expect(found).toMatchObject({ passed: ['existing-bucket'], skipped: [], findings: [] });
});

test('a bucket whose key could not be read does not pass, and the report says why', async () => {
  const unread = { keyArn: 'no permission' };
  const [found] = await checked(async (name) => ({ name, region, unread }));
  const skipped = [{ check: 'existing-bucket', because: 'no permission' }];
  expect(found).toMatchObject({ passed: [], skipped, findings: [] });
});

test('a bucket that could not be reached is skipped with the reason', async () => {
  const [found] = await checked(() => Promise.reject(new Error('no network')));
  const skipped = [{ check: 'existing-bucket', because: 'no network' }];
  expect(found).toMatchObject({ passed: [], skipped, findings: [] });
});

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:data-alerts';
const instance = { arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ERP', identifier: 'erp' };

test('what could not be read hides no other check, and each check has passed or says why not', async () => {
  const refuse = (because: string) => () => Promise.reject(new Error(because));
  const named = { ...environment, replicationInstance: instance };
  const place = {
    environment: { ...named, existing: { ...environment.existing, alertsTopicArn: topicArn } },
    stagingBucket: 'staging',
    endpointsOf: absent,
  };
  const ofOthers = { ...job, namedEndpoints: { target: { arn: 'arn:aws:dms:eu-west-1:1:endpoint:FILES' } } };
  const resources = existingPorts({
    endpoints: refuse('no endpoints'),
    topic: refuse('no topic'),
    bucket: async (name) => ({ name, region, keyArn: '' }),
    instance: async (arn) => ({ arn, identifier: 'erp', status: 'available', engineVersion: '3.6.1' }),
  });
  const [found] = await withExisting(resources, place, [ofOthers], [report]);
  expect(found?.findings).toEqual([]);
  expect(found?.passed).toEqual(['existing-instance', 'existing-bucket']);
  expect(found?.skipped).toEqual([
    { check: 'existing-topic', because: 'no topic' },
    { check: 'existing-endpoint', because: 'no endpoints' },
    { check: 'existing-file-settings', because: 'no endpoints' },
    { check: 'existing-route', because: 'the job is not deployed' },
  ]);
});

test('each job has the findings of its own instance, and one that several jobs use is read once', async () => {
  const read: string[] = [];
  const resources = existingPorts({
    bucket: async (name) => ({ name, region, keyArn: '', unread: {} }),
    instance: async (arn) => {
      read.push(arn);
      return arn.endsWith(':CRM')
        ? undefined
        : { arn, identifier: 'erp', status: 'available', engineVersion: '3.6.1' };
    },
  });
  const crm = { arn: instance.arn.replace('ERP', 'CRM'), identifier: 'crm' };
  const named = (name: string, replicationInstance?: typeof crm) =>
    sampleJob({ department: 'sales', job: name, tables: ['orders'] }, { replicationInstance });
  const jobs = [named('first', instance), named('second', instance), named('third', crm), named('fourth')];
  const reports = jobs.map(({ identity }) => ({ ...report, job: identity.key }));
  const found = await withExisting(
    resources,
    { environment, stagingBucket: 'staging', endpointsOf: absent },
    jobs,
    reports,
  );
  expect(read).toEqual([instance.arn, crm.arn]);
  expect(found.map(({ findings }) => findings.map((one) => one.found))).toEqual([
    [],
    [],
    [`DMS knows no replication instance ${crm.arn} in this account and region`],
    [],
  ]);
  expect(found.map(({ passed }) => passed.includes('existing-instance'))).toEqual([true, true, false, false]);
});

test('routes of jobs with named endpoints are checked as DMS last tested them, in one request', async () => {
  const asked: (readonly string[])[] = [];
  const target = 'arn:aws:dms:eu-west-1:1:endpoint:FILES';
  const ofOthers = { ...job, namedEndpoints: { target: { arn: target } } };
  const resources = existingPorts({
    connections: async (_instance, arns) => {
      asked.push(arns);
      return [{ endpointArn: target, name: 'files', status: 'failed', failure: 'no route' }];
    },
  });
  const endpointsOf = async () => ({
    ...{ replicationInstanceArn: 'arn:own', sourceEndpointArn: 'arn:source', targetEndpointArn: target },
  });
  const place = { environment: samplePlan().environment, stagingBucket: 'staging', endpointsOf };
  const [found] = await withExisting(resources, place, [ofOthers], [report]);
  expect(asked).toEqual([[target]]);
  expect(found?.findings.filter(({ check }) => check === 'existing-route')).toMatchObject([
    { severity: 'error', found: expect.stringContaining('arn:own does not reach files: no route') },
  ]);
  expect(found?.passed).not.toContain('existing-route');
});

test('a key of two buckets is described once, and one that is disabled is an error', async () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
  const bucket = { name: 'acme-lake', kmsKeyArn };
  const named = { ...samplePlan().environment, existing: { stagingBucket: bucket, lakeBucket: bucket } };
  const asked: string[] = [];
  const resources = existingPorts({
    bucket: async (name) => ({ name, region, keyArn: kmsKeyArn }),
    key: async (arn) => {
      asked.push(arn);
      return { arn, state: 'Disabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT', refused: {} };
    },
  });
  const place = { environment: named, stagingBucket: 'staging', endpointsOf: absent };
  const [found] = await withExisting(resources, place, [job], [report]);
  expect(asked).toEqual([kmsKeyArn]);
  expect(found?.findings).toMatchObject([{ check: 'existing-key', severity: 'error' }]);
  expect(found?.passed).toEqual(['existing-bucket']);
});
