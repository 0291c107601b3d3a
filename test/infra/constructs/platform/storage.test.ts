import { Match, Template } from 'aws-cdk-lib/assertions';
import { History } from '../../../../infra/constructs/platform/history';
import { Storage } from '../../../../infra/constructs/platform/storage';
import { emptyStack } from '../../../helpers/infra/stacks';
import { sampleEnvironment } from '../../../helpers/runs/plan';

function templateOf(onDelete: 'retain' | 'destroy'): Template {
  const stack = emptyStack();
  const environment = sampleEnvironment({ onDelete, stagingRetentionDays: 9, lakeOldVersionsDays: 11 });
  new Storage(stack, 'Storage', environment);
  new History(stack, 'History', environment);
  return Template.fromStack(stack);
}

const template = templateOf('destroy');

test('the staging bucket is not versioned, and its files expire', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: Match.absent(),
    LifecycleConfiguration: {
      Rules: [
        Match.objectLike({
          ExpirationInDays: 9,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        }),
      ],
    },
  });
});

test('the lake bucket is versioned; only old versions expire', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [
        Match.objectLike({
          ExpirationInDays: Match.absent(),
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        }),
        Match.objectLike({
          ExpirationInDays: Match.absent(),
          NoncurrentVersionExpiration: { NoncurrentDays: 11 },
          ExpiredObjectDeleteMarker: true,
          Status: 'Enabled',
        }),
      ],
    },
  });
});

test('both buckets are encrypted, private, without ACLs, and require TLS 1.2', () => {
  template.allResourcesProperties('AWS::S3::Bucket', {
    BucketEncryption: Match.anyValue(),
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  template.resourceCountIs('AWS::S3::BucketPolicy', 2);
  template.allResourcesProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
      ]),
    },
  });
});

test('the history has indexes by job, department and day, and its items expire', () => {
  const index = (IndexName: string, key: string) => ({
    IndexName,
    KeySchema: [
      { AttributeName: key, KeyType: 'HASH' },
      { AttributeName: 'openedAt', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'ALL' },
  });
  template.hasResourceProperties('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      index('byJob', 'jobKey'),
      index('byDepartment', 'department'),
      index('byDay', 'day'),
    ],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test.each([
  ['retain', 'Retain', true],
  ['destroy', 'Delete', false],
] as const)(
  'with on-delete %s the lake and the history have the deletion policy %s, and staging is deleted',
  (onDelete, policy, protection) => {
    const kept = templateOf(onDelete);
    const buckets = Object.entries(kept.findResources('AWS::S3::Bucket'));
    const policies = buckets.map(([id, one]) => [
      id.slice(0, -8),
      one['DeletionPolicy'],
      one['UpdateReplacePolicy'],
    ]);
    // CloudFormation deletes no bucket with objects, and prepare-removal empties staging only.
    expect(policies).toEqual([
      ['StorageStaging', 'Delete', 'Retain'],
      ['StorageLake', policy, policy],
    ]);
    kept.allResources('AWS::DynamoDB::Table', { DeletionPolicy: policy });
    kept.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: protection });
  },
);
