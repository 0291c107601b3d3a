import { execFileSync } from 'node:child_process';
import { replacingProperties, updatableTypes, updateKind } from '../../../local/template/update-requires';
import { isSupported } from '../../../local/template/resources/handlers';
import { testWith } from '../../helpers/local/foreign-clients';

test.each<[string, object, object, string]>([
  ['AWS::DMS::Endpoint', { EngineName: 'oracle' }, { EngineName: 'postgres' }, 'in-place'],
  ['AWS::DMS::Endpoint', { SslMode: 'none' }, { SslMode: 'require' }, 'in-place'],
  ['AWS::DMS::Endpoint', { KmsKeyId: 'a' }, { KmsKeyId: 'b' }, 'replacement'],
  [
    'AWS::DMS::Endpoint',
    { EndpointIdentifier: 'e', KmsKeyId: 'a' },
    { EndpointIdentifier: 'e', KmsKeyId: 'b' },
    'named-replacement',
  ],
  [
    'AWS::DMS::Endpoint',
    { EndpointIdentifier: 'e', KmsKeyId: 'a' },
    { EndpointIdentifier: 'f', KmsKeyId: 'b' },
    'replacement',
  ],
  ['AWS::DMS::Endpoint', { EndpointIdentifier: 'e' }, { EndpointIdentifier: 'f' }, 'in-place'],
  ['AWS::DMS::ReplicationInstance', { EngineVersion: '3.5.3' }, { EngineVersion: '3.5.4' }, 'in-place'],
  ['AWS::DMS::ReplicationInstance', { PubliclyAccessible: true }, {}, 'replacement'],
  ['AWS::S3::Bucket', { BucketName: 'a' }, { BucketName: 'b' }, 'replacement'],
  ['AWS::SQS::Queue', { QueueName: 'a' }, {}, 'replacement'],
  [
    'AWS::EC2::VPCEndpoint',
    { DnsOptions: { PrivateDnsPreference: 'a' } },
    { DnsOptions: { PrivateDnsPreference: 'b' } },
    'replacement',
  ],
  ['AWS::IAM::Policy', { PolicyName: 'a' }, { PolicyName: 'b' }, 'in-place'],
  ['Custom::Anything', { of: '1' }, { of: '2' }, 'in-place'],
  ['AWS::EC2::Instance', {}, { ImageId: 'a' }, 'unknown'],
])('%s from %j to %j is %s', (type, former, wanted, kind) => {
  expect(updateKind(type, { ...former }, { ...wanted })).toBe(kind);
});

test('every type of the table is supported', () => {
  expect(updatableTypes.filter((type) => !isSupported(type))).toEqual([]);
});

/** The page of DynamoDB says more than the schema, and Lakeferry refuses a new token itself. */
const ofThePages: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['KeySchema'],
  'AWS::Events::Rule': ['EventBusName'],
};
const notHere: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudFormation::CustomResource': ['ServiceToken'],
};

testWith('cfnlint')('the table has the create-only properties of the schemas of cfn-lint', () => {
  const program = `
import json, sys
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as schemas
of = lambda type: schemas.get_resource_schema('eu-west-1', type).schema.get('createOnlyProperties') or []
print(json.dumps({type: [path.replace('/properties/', '') for path in of(type)] for type in json.loads(sys.argv[1])}))`;
  const asked = JSON.stringify(updatableTypes);
  const facts: Record<string, readonly string[]> = JSON.parse(
    execFileSync('python3', ['-c', program, asked], { encoding: 'utf8' }),
  );
  for (const type of updatableTypes)
    expect([type, [...(replacingProperties(type) ?? []), ...(notHere[type] ?? [])].sort()]).toEqual([
      type,
      [...(facts[type] ?? []), ...(ofThePages[type] ?? [])].sort(),
    ]);
});
