import type { Caller, CloudContext, Input, ObjectStore } from '@lakeferry/local-cloud';
import { SystemClock, sleep } from '@lakeferry/local-cloud/clock';
import { createDms, type DmsService } from '@lakeferry/local-cloud/dms';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import { createS3 } from '@lakeferry/local-cloud/s3';
import { z } from 'zod';

const operator: Caller = { accessKeyId: 'bench', principalArn: 'arn:aws:iam::000000000000:root' };
const bucket = 'bench-staging';
const folder = 'bench';
const sourceSecret = 'bench-source';

const Responses = {
  instance: z.object({ ReplicationInstance: z.object({ ReplicationInstanceArn: z.string() }) }),
  endpoint: z.object({ Endpoint: z.object({ EndpointArn: z.string() }) }),
  task: z.object({ ReplicationTask: z.object({ ReplicationTaskArn: z.string() }) }),
  tasks: z.object({
    ReplicationTasks: z.array(z.object({ Status: z.string(), StopReason: z.string().optional() })),
  }),
  connections: z.object({ Connections: z.array(z.object({ Status: z.string() })) }),
  tables: z.object({
    TableStatistics: z.array(z.object({ FullLoadRows: z.number(), TableState: z.string() })),
  }),
};

/** The local DMS and S3 alone, without latencies, so that only the copying is measured. */
export class LoadRig {
  private constructor(
    private readonly dms: DmsService,
    private readonly clock: SystemClock,
    private readonly instanceArn: string,
    private readonly sourceArn: string,
    private readonly objects: ObjectStore,
  ) {}

  static async open(
    postgres: PostgresServer,
    database: string,
    dataFolder: string,
    { exists }: { readonly exists: boolean } = { exists: false },
  ): Promise<LoadRig> {
    if (!exists) await postgres.createDatabase(database);
    const clock = new SystemClock();
    const context: CloudContext = {
      clock,
      account: '000000000000',
      region: 'eu-west-1',
      dataFolder,
      publishEvent: () => undefined,
      log: () => undefined,
    };
    const s3 = createS3(context);
    await s3.objects.createBucket(bucket);
    const { host, port, user, password } = postgres;
    const none = {
      creating: 0,
      starting: 0,
      stopping: 0,
      deleting: 0,
      modifying: 0,
      testing: 0,
      instance: 0,
    };
    const dms = createDms(context, {
      objects: s3.objects,
      readSecret: async () => JSON.stringify({ username: user, password, host, port }),
      timings: none,
      throttling: false,
    });
    const instance = Responses.instance.parse(
      await call(dms, 'CreateReplicationInstance', {
        ReplicationInstanceIdentifier: 'bench',
        ReplicationInstanceClass: 'dms.t3.medium',
      }),
    );
    const source = Responses.endpoint.parse(
      await call(dms, 'CreateEndpoint', {
        EndpointIdentifier: 'bench-source',
        EndpointType: 'source',
        EngineName: 'postgres',
        SslMode: 'none',
        PostgreSQLSettings: {
          SecretsManagerSecretId: sourceSecret,
          SecretsManagerAccessRoleArn: 'arn:aws:iam::000000000000:role/bench',
          DatabaseName: database,
        },
      }),
    );
    const rig = new LoadRig(
      dms,
      clock,
      instance.ReplicationInstance.ReplicationInstanceArn,
      source.Endpoint.EndpointArn,
      s3.objects,
    );
    await sleep(clock, 50);
    return rig;
  }

  /**
   * Loads the one table into S3 in this form; seconds from the start of the task until it has
   * stopped.
   */
  async load(settings: Input, expectedRows: number): Promise<number> {
    const task = await this.task('full-load', settings, [{ schema: 'public', table: 'measured' }]);
    const start = performance.now();
    await call(this.dms, 'StartReplicationTask', {
      ReplicationTaskArn: task,
      StartReplicationTaskType: 'start-replication',
    });
    await this.until(task, 'stopped');
    const seconds = (performance.now() - start) / 1000;
    await this.expectRows(task, expectedRows);
    await call(this.dms, 'DeleteReplicationTask', { ReplicationTaskArn: task });
    await sleep(this.clock, 50);
    return seconds;
  }

  /** Starts change capture of the tables, and resolves when it runs. It ends with the rig. */
  async replicate(
    settings: Input,
    tables: readonly { readonly schema: string; readonly table: string }[],
  ): Promise<{ readonly objects: ObjectStore; readonly bucket: string; readonly folder: string }> {
    const task = await this.task('cdc', settings, tables);
    await call(this.dms, 'StartReplicationTask', {
      ReplicationTaskArn: task,
      StartReplicationTaskType: 'start-replication',
    });
    await this.until(task, 'running');
    return { objects: this.objects, bucket, folder };
  }

  async close(): Promise<void> {
    await this.dms.stop();
  }

  private async task(
    mode: string,
    settings: Input,
    tables: readonly { readonly schema: string; readonly table: string }[],
  ): Promise<string> {
    const target = Responses.endpoint.parse(
      await call(this.dms, 'CreateEndpoint', {
        EndpointIdentifier: `bench-target-${performance.now().toFixed(0)}`,
        EndpointType: 'target',
        EngineName: 's3',
        S3Settings: {
          BucketName: bucket,
          BucketFolder: folder,
          ServiceAccessRoleArn: 'arn:aws:iam::000000000000:role/bench',
          ...settings,
        },
      }),
    ).Endpoint.EndpointArn;
    await this.test(this.sourceArn);
    await this.test(target);
    const task = Responses.task.parse(
      await call(this.dms, 'CreateReplicationTask', {
        ReplicationTaskIdentifier: 'bench',
        SourceEndpointArn: this.sourceArn,
        TargetEndpointArn: target,
        ReplicationInstanceArn: this.instanceArn,
        MigrationType: mode,
        TableMappings: JSON.stringify({
          rules: tables.map(({ schema, table }, index) => ({
            'rule-type': 'selection',
            'rule-id': String(index + 1),
            'rule-name': table,
            'rule-action': 'include',
            'object-locator': { 'schema-name': schema, 'table-name': table.replaceAll('_', '[_]') },
          })),
        }),
      }),
    ).ReplicationTask.ReplicationTaskArn;
    await this.until(task, 'ready');
    return task;
  }

  private async test(endpointArn: string): Promise<void> {
    await call(this.dms, 'TestConnection', {
      ReplicationInstanceArn: this.instanceArn,
      EndpointArn: endpointArn,
    });
    for (;;) {
      const response = await call(this.dms, 'DescribeConnections', {
        Filters: [{ Name: 'endpoint-arn', Values: [endpointArn] }],
      });
      const status = Responses.connections.parse(response).Connections[0]?.Status;
      if (status === 'successful') return;
      if (status === 'failed') throw new Error(`the connection test failed: ${JSON.stringify(response)}`);
      await sleep(this.clock, 10);
    }
  }

  private async until(taskArn: string, status: string): Promise<void> {
    for (;;) {
      const response = await call(this.dms, 'DescribeReplicationTasks', {
        Filters: [{ Name: 'replication-task-arn', Values: [taskArn] }],
      });
      const task = Responses.tasks.parse(response).ReplicationTasks[0];
      if (task?.Status === status) return;
      if (task?.Status === 'failed') throw new Error(`the load failed: ${task.StopReason}`);
      await sleep(this.clock, 10);
    }
  }

  private async expectRows(taskArn: string, rows: number): Promise<void> {
    const response = await call(this.dms, 'DescribeTableStatistics', { ReplicationTaskArn: taskArn });
    const loaded = Responses.tables.parse(response).TableStatistics[0]?.FullLoadRows;
    if (loaded !== rows) throw new Error(`the load reports ${loaded} rows, but the table has ${rows}`);
  }
}

async function call(dms: DmsService, operation: string, input: Input): Promise<unknown> {
  const run = dms.operations[operation];
  if (run === undefined) throw new Error(`the local DMS has no ${operation}`);
  return run(input, operator);
}
