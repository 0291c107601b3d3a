import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  DatabaseMigrationServiceClient,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  ListTagsForResourceCommand,
  type S3Settings,
  TestConnectionCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalCloud } from '@lakeferry/local-cloud';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';

const arn = (kind: string) => `arn:aws:dms:eu-west-1:000000000000:${kind}`;
export const instance = arn('rep:ERP');
const source = arn('endpoint:ERP-SALES');
export const modes = ['full-load', 'cdc', 'full-load-and-cdc'] as const;
const alerts = 'arn:aws:sns:eu-west-1:000000000000:data-alerts';
const writer = 'arn:aws:iam::000000000000:role/dba-writes-files';
export const fileEndpoint = (mode: string) => arn(`endpoint:FILES-${mode}`);
/** Resources that the jobs of the department `crm` name themselves. */
export const ofJobs = {
  instance: arn('rep:CRM'),
  identifier: 'crm-migration',
  source: arn('endpoint:CRM-SALES'),
  files: (mode: string) => arn(`endpoint:CRM-FILES-${mode}`),
};

export const dms = () => new DatabaseMigrationServiceClient({});

/**
 * Configuration in a folder that the caller removes. Others own the instances and endpoints of its two departments, logins included:
 * those of `erp` are named by connections and environment, those of `crm` by its jobs.
 */
export function configuration(): string {
  const config = mkdtempSync(join(tmpdir(), 'lakeferry-existing-'));
  for (const folder of ['departments', 'environments']) mkdirSync(join(config, folder));
  const write = (file: string, text: string) => writeFileSync(join(config, file), text);
  const targets = modes.map((mode) => `  files-${mode}: {engine: s3}\n`).join('');
  const jobs = modes.map(
    (mode) => `  - {name: ${mode}, mode: ${mode}, target: files-${mode}, tables: [sales.customers]}\n`,
  );
  write(
    'connections.yaml',
    `sources:\n  sales-db: {engine: postgres, database: sales}\ntargets:\n${targets}`,
  );
  write(
    'departments/erp.yaml',
    `department: erp\nowner: erp@example.com\nsource: sales-db\ntarget: files-cdc\njobs:\n${jobs.join('')}`,
  );
  const named = modes.map(
    (mode) =>
      `  - {name: ${mode}, mode: ${mode}, tables: [sales.customers], existing: {local: {` +
      `replication-instance: {arn: "${ofJobs.instance}", identifier: ${ofJobs.identifier}}, ` +
      `source-endpoint: "${ofJobs.source}", target-endpoint: "${ofJobs.files(mode)}"}}}\n`,
  );
  write(
    'departments/crm.yaml',
    `department: crm\nowner: crm@example.com\nsource: sales-db\ntarget: files-cdc\njobs:\n${named.join('')}`,
  );
  write(
    'environments/local.yaml',
    `environment: local\naccount: "000000000000"\nregion: eu-west-1\nnetwork: {cidr: 10.42.0.0/16}\non-delete: destroy\n` +
      `existing:\n  staging-bucket: {name: acme-staging}\n  lake-bucket: {name: acme-lake}\n  alerts-topic: "${alerts}"\n` +
      `  staging-role: "${writer}"\n  secrets-role: "${writer}"\n` +
      `replication-instance: {arn: "${instance}", identifier: erp-migration}\nconnections:\n  sales-db: {endpoint: "${source}"}\n` +
      modes.map((mode) => `  files-${mode}: {endpoint: "${fileEndpoint(mode)}"}\n`).join(''),
  );
  return config;
}

/** Settings that docs/connections.md demands of an existing endpoint for parquet. */
function filesOf(mode: (typeof modes)[number]): S3Settings {
  const files = { DataFormat: 'parquet', ParquetTimestampInMillisecond: true } as const;
  if (mode === 'full-load') return files;
  const withTimes = { ...files, IncludeOpForFullLoad: true, TimestampColumnName: 'dms_commit_timestamp' };
  return mode === 'cdc' ? withTimes : { ...withTimes, UseTaskStartTimeForFullLoadTimestamp: true };
}

/** What an owner made, with their own tags and passwords. The templates have nothing of it. */
export async function createExisting(cloud: LocalCloud, database: PostgresServer): Promise<void> {
  const { host, port, user, password } = database;
  const Tags = [{ Key: 'team', Value: 'dba' }];
  const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  for (const bucket of ['acme-staging', 'acme-lake']) await cloud.s3.objects.createBucket(bucket);
  cloud.s3.objects.tellEventBridge('acme-staging', true);
  await new SNSClient({}).send(new CreateTopicCommand({ Name: 'data-alerts' }));
  cloud.roles.put({
    arn: writer,
    name: 'dba-writes-files',
    trust: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'dms.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    inline: new Map([['Write', { Statement: [statement] }]]),
    managedPolicyArns: [],
  });
  for (const [id, identifier] of [
    ['ERP', 'erp-migration'],
    ['CRM', ofJobs.identifier],
  ])
    await dms().send(
      new CreateReplicationInstanceCommand({
        ReplicationInstanceIdentifier: identifier,
        ReplicationInstanceClass: 'dms.c6i.large',
        ResourceIdentifier: id,
        Tags,
      }),
    );
  for (const id of ['ERP-SALES', 'CRM-SALES'])
    await dms().send(
      new CreateEndpointCommand({
        EndpointIdentifier: id.toLowerCase(),
        EndpointType: 'source',
        EngineName: 'postgres',
        ServerName: host,
        Port: port,
        Username: user,
        Password: password,
        DatabaseName: 'sales',
        ResourceIdentifier: id,
        Tags,
      }),
    );
  for (const mode of modes)
    for (const [department, prefix] of [
      ['erp', 'FILES'],
      ['crm', 'CRM-FILES'],
    ])
      await dms().send(
        new CreateEndpointCommand({
          EndpointIdentifier: `${prefix?.toLowerCase()}-${mode}`,
          EndpointType: 'target',
          EngineName: 's3',
          ResourceIdentifier: `${prefix}-${mode}`,
          S3Settings: {
            ...filesOf(mode),
            BucketName: 'acme-staging',
            BucketFolder: `${department}/${mode}`,
            ServiceAccessRoleArn: writer,
          },
          Tags,
        }),
      );
}

/** Has DMS test all endpoints from both instances, as their owner did. A deployment waits for tests in real time. */
export async function testConnections(): Promise<void> {
  const { Endpoints = [] } = await dms().send(new DescribeEndpointsCommand({}));
  for (const ReplicationInstanceArn of [instance, ofJobs.instance])
    for (const { EndpointArn } of Endpoints)
      await dms().send(new TestConnectionCommand({ ReplicationInstanceArn, EndpointArn }));
}

/** Everything that AWS shows of what others own. */
export async function existing(): Promise<unknown> {
  const { Endpoints = [] } = await dms().send(new DescribeEndpointsCommand({}));
  const { ReplicationInstances } = await dms().send(new DescribeReplicationInstancesCommand({}));
  const arns = [instance, ofJobs.instance, ...Endpoints.flatMap(({ EndpointArn }) => EndpointArn ?? [])];
  const tags = await Promise.all(
    arns.map(
      async (ResourceArn) => (await dms().send(new ListTagsForResourceCommand({ ResourceArn }))).TagList,
    ),
  );
  return { Endpoints, ReplicationInstances, tags };
}
