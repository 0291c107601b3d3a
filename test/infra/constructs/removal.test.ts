import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planOfEveryResource } from '../../helpers/infra/physical-names';
import { ofType, type Resource, synthesize } from '../../helpers/infra/stacks';
import { samplePlan } from '../../helpers/runs/plan';

const platformOf = (plan: Parameters<typeof synthesize>[0]): Readonly<Record<string, Resource>> =>
  synthesize(plan).get('lakeferry-dev-platform')?.resources ?? {};

test.each([
  ['the sample', samplePlan()],
  ['a plan of every resource', planOfEveryResource()],
])('CloudFormation deletes it before all else of the platform stack: %s', (_, plan) => {
  const resources = platformOf(plan);
  const [[id, removal] = []] = ofType(resources, 'Custom::LakeferryRemoval');
  const others = Object.keys(resources).filter((other) => other !== id);
  expect(others.length).toBeGreaterThan(50);
  expect([...(removal?.DependsOn ?? [])].sort()).toEqual(others.sort());
});

test('docs/how-to/remove.md has the logical IDs that people name to keep the files', () => {
  const resources = platformOf(samplePlan());
  const page = readFileSync(join(__dirname, '../../../docs/how-to/remove.md'), 'utf8');
  const named = [...page.matchAll(/`((?:Removal|StorageStaging|InboxBucket)[0-9A-F]{8})`/g)];
  const ids = [...new Set(named.map(([, id = '']) => id))];
  expect(ids.map((id) => resources[id]?.Type)).toEqual([
    'Custom::LakeferryRemoval',
    'AWS::S3::Bucket',
    'AWS::S3::Bucket',
  ]);
});

test('its function empties the two buckets of the stack that it names, and is answered within an hour', () => {
  const resources = platformOf(samplePlan());
  const [[, removal] = []] = ofType(resources, 'Custom::LakeferryRemoval');
  const buckets = ofType(resources, 'AWS::S3::Bucket').map(([id]) => id);
  expect(removal?.Properties).toEqual({
    ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^FunctionsPrepareRemoval/), 'Arn'] },
    ServiceTimeout: '3600',
    StagingBucket: { Ref: buckets.find((id) => id.startsWith('StorageStaging')) },
    InboxBucket: { Ref: buckets.find((id) => id.startsWith('InboxBucket')) },
  });
});
