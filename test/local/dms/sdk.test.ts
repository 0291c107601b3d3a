import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  DeleteReplicationTaskCommand,
  DescribeRefreshSchemasStatusCommand,
  DescribeReplicationTasksCommand,
  DescribeSchemasCommand,
  DescribeTableStatisticsCommand,
  StartReplicationTaskAssessmentCommand,
  RefreshSchemasCommand,
  StartReplicationTaskCommand,
  TestConnectionCommand,
  waitUntilReplicationInstanceAvailable,
  waitUntilReplicationTaskDeleted,
  waitUntilTestConnectionSucceeds,
} from '@aws-sdk/client-database-migration-service';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createDms, type DmsService } from '../../../local/dms/dms';
import { createS3 } from '../../../local/s3/s3';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { include } from '../../helpers/local/local-dms';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';
import { until } from '../../helpers/run/until';

// The whole path with the AWS SDK over HTTP, the local S3 behind it, and the machine's own time.
describe('the local DMS, by the AWS SDK', () => {
  const server = usePostgres();
  let cloud: TestGateway;
  let dms: DmsService;
  let client: DatabaseMigrationServiceClient;
  let s3: S3Client;

  beforeAll(async () => {
    await server().createDatabase('shop');
    await withClient(server(), 'shop', (one) =>
      one.query(
        `CREATE TABLE "Orders" AS SELECT i AS id, 'näme ' || i AS name FROM generate_series(1, 50000) i`,
      ),
    );
    cloud = await startTestGateway((context) => {
      const store = createS3(context);
      const { user: username, password, host, port } = server();
      dms = createDms(context, {
        objects: store.objects,
        readSecret: async () => JSON.stringify({ username, password, host, port }),
        timings: { creating: 20, starting: 20, stopping: 20, deleting: 20, testing: 20, instance: 20 },
      });
      void store.objects.createBucket('staging');
      return [dms, store];
    });
    client = new DatabaseMigrationServiceClient(cloud.client);
    s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  });
  afterAll(async () => {
    await dms.stop();
    client.destroy();
    s3.destroy();
    await cloud.stop();
  });

  it('runs a full load from instance to staged file, and cleans up', async () => {
    const { ReplicationInstance: instance } = await client.send(
      new CreateReplicationInstanceCommand({
        ReplicationInstanceIdentifier: 'ri',
        ReplicationInstanceClass: 'dms.t3.medium',
      }),
    );
    const waiter = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 20 };
    await waitUntilReplicationInstanceAvailable(waiter, {});
    const ReplicationInstanceArn = instance?.ReplicationInstanceArn;
    const endpoint = async (input: ConstructorParameters<typeof CreateEndpointCommand>[0]) =>
      (await client.send(new CreateEndpointCommand(input))).Endpoint?.EndpointArn;
    const SourceEndpointArn = await endpoint({
      EndpointIdentifier: 'source',
      EndpointType: 'source',
      EngineName: 'postgres',
      DatabaseName: 'shop',
      SslMode: 'none',
      PostgreSQLSettings: { SecretsManagerSecretId: 'shop' },
    });
    const TargetEndpointArn = await endpoint({
      EndpointIdentifier: 'target',
      EndpointType: 'target',
      EngineName: 's3',
      S3Settings: { BucketName: 'staging', BucketFolder: 'sales/orders', DataFormat: 'csv' },
    });
    for (const EndpointArn of [SourceEndpointArn, TargetEndpointArn]) {
      await client.send(new TestConnectionCommand({ ReplicationInstanceArn, EndpointArn }));
      const Filters = [{ Name: 'endpoint-arn', Values: [EndpointArn ?? ''] }];
      await waitUntilTestConnectionSucceeds(waiter, { Filters });
    }
    const refreshed = async (EndpointArn: string | undefined) => {
      const ofEndpoint = { EndpointArn };
      await expect(client.send(new DescribeSchemasCommand(ofEndpoint))).rejects.toThrow('RefreshSchemas');
      await client.send(new RefreshSchemasCommand({ ...ofEndpoint, ReplicationInstanceArn }));
      const status = async () =>
        (await client.send(new DescribeRefreshSchemasStatusCommand(ofEndpoint))).RefreshSchemasStatus;
      await until('the schemas', async () => (await status())?.Status !== 'refreshing');
      return await status();
    };
    expect(await refreshed(SourceEndpointArn)).toMatchObject({
      Status: 'successful',
      LastRefreshDate: expect.any(Date),
    });
    expect(
      (await client.send(new DescribeSchemasCommand({ EndpointArn: SourceEndpointArn }))).Schemas,
    ).toEqual(['public']);
    expect(await refreshed(TargetEndpointArn)).toMatchObject({
      Status: 'failed',
      LastFailureMessage: expect.stringContaining('is a target'),
    });
    const created = await client.send(
      new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier: 'orders',
        ReplicationInstanceArn,
        SourceEndpointArn,
        TargetEndpointArn,
        MigrationType: 'full-load',
        TableMappings: JSON.stringify({ rules: [include('public', 'Orders')] }),
        Tags: [{ Key: 'lakeferry:job', Value: 'orders' }],
      }),
    );
    expect(created.ReplicationTask?.ReplicationTaskCreationDate).toBeInstanceOf(Date);
    const arn = { ReplicationTaskArn: created.ReplicationTask?.ReplicationTaskArn };
    const described = async () => {
      const { ReplicationTasks: [task] = [] } = await client.send(
        new DescribeReplicationTasksCommand({ WithoutSettings: true }),
      );
      return task;
    };
    const becomes = (status: string) =>
      until(`the task is ${status}`, async () => (await described())?.Status === status);
    await becomes('ready');
    await client.send(
      new StartReplicationTaskCommand({ ...arn, StartReplicationTaskType: 'start-replication' }),
    );
    await becomes('stopped');
    const task = await described();
    expect(task?.StopReason).toBe('Stop Reason FULL_LOAD_ONLY_FINISHED');
    expect(task?.ReplicationTaskStats?.StopDate).toBeInstanceOf(Date);
    const { TableStatistics } = await client.send(new DescribeTableStatisticsCommand(arn));
    expect(TableStatistics).toMatchObject([
      { TableName: 'Orders', FullLoadRows: 50_000, TableState: 'Table completed' },
    ]);

    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'staging' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['sales/orders/public/Orders/LOAD00000001.csv']);
    const object = await s3.send(new GetObjectCommand({ Bucket: 'staging', Key: Contents?.[0]?.Key }));
    const text = (await object.Body?.transformToString()) ?? '';
    expect(text.split('\n').slice(0, 2)).toEqual(['1,näme 1', '2,näme 2']);
    expect(text.trimEnd().split('\n')).toHaveLength(50_000);

    await expect(
      client.send(new StartReplicationTaskCommand({ ...arn, StartReplicationTaskType: 'start-replication' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombinationException' });
    await client.send(new DeleteReplicationTaskCommand(arn));
    const Filters = [{ Name: 'replication-task-arn', Values: [arn.ReplicationTaskArn ?? ''] }];
    await waitUntilReplicationTaskDeleted(waiter, { Filters });
  });

  it('refuses an operation that it does not have by its name', async () => {
    await expect(
      client.send(new StartReplicationTaskAssessmentCommand({ ReplicationTaskArn: 'x' })),
    ).rejects.toThrow('StartReplicationTaskAssessment');
  });
});
