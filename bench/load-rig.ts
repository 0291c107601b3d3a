import { z } from 'zod';
import { SystemClock, sleep } from '../local/clock';
import { createDms, type DmsService } from '../local/dms/dms';
import type { PostgresServer } from '../local/postgres/postgres-server';
import { createS3 } from '../local/s3/s3';
import type { Caller, CloudContext, Input } from '../local/service';

const operator: Caller = { accessKeyId: 'bench', principalArn: 'arn:aws:iam::000000000000:root' };
const bucket = 'bench-staging';
const sourceSecret = 'bench-source';

const Answers = {
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

/** The local DMS and S3 by themselves, without latencies: what is measured is the copying. */
export class LoadRig {
  private constructor(
    private readonly dms: DmsService,
    private readonly clock: SystemClock,
    private readonly instanceArn: string,
    private readonly sourceArn: string,
  ) {}

  static async open(postgres: PostgresServer, database: string, dataFolder: string): Promise<LoadRig> {
    await postgres.createDatabase(database);
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
    const instance = Answers.instance.parse(
      await call(dms, 'CreateReplicationInstance', {
        ReplicationInstanceIdentifier: 'bench',
        ReplicationInstanceClass: 'dms.t3.medium',
      }),
    );
    const source = Answers.endpoint.parse(
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
    );
    await sleep(clock, 50);
    return rig;
  }

  /** Loads the one table into S3 in this form; seconds from the start of the task until it has stopped. */
  async load(settings: Input, expectedRows: number): Promise<number> {
    const target = Answers.endpoint.parse(
      await call(this.dms, 'CreateEndpoint', {
        EndpointIdentifier: `bench-target-${performance.now().toFixed(0)}`,
        EndpointType: 'target',
        EngineName: 's3',
        S3Settings: {
          BucketName: bucket,
          BucketFolder: 'bench',
          ServiceAccessRoleArn: 'arn:aws:iam::000000000000:role/bench',
          ...settings,
        },
      }),
    ).Endpoint.EndpointArn;
    await this.test(this.sourceArn);
    await this.test(target);
    const task = Answers.task.parse(
      await call(this.dms, 'CreateReplicationTask', {
        ReplicationTaskIdentifier: 'bench',
        SourceEndpointArn: this.sourceArn,
        TargetEndpointArn: target,
        ReplicationInstanceArn: this.instanceArn,
        MigrationType: 'full-load',
        TableMappings: JSON.stringify({
          rules: [
            {
              'rule-type': 'selection',
              'rule-id': '1',
              'rule-name': 'measured',
              'rule-action': 'include',
              'object-locator': { 'schema-name': 'public', 'table-name': 'measured' },
            },
          ],
        }),
      }),
    ).ReplicationTask.ReplicationTaskArn;
    await this.until(task, 'ready');
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

  async close(): Promise<void> {
    await this.dms.stop();
  }

  private async test(endpointArn: string): Promise<void> {
    await call(this.dms, 'TestConnection', {
      ReplicationInstanceArn: this.instanceArn,
      EndpointArn: endpointArn,
    });
    for (;;) {
      const answer = await call(this.dms, 'DescribeConnections', {
        Filters: [{ Name: 'endpoint-arn', Values: [endpointArn] }],
      });
      const status = Answers.connections.parse(answer).Connections[0]?.Status;
      if (status === 'successful') return;
      if (status === 'failed') throw new Error(`the connection test failed: ${JSON.stringify(answer)}`);
      await sleep(this.clock, 10);
    }
  }

  private async until(taskArn: string, status: string): Promise<void> {
    for (;;) {
      const answer = await call(this.dms, 'DescribeReplicationTasks', {
        Filters: [{ Name: 'replication-task-arn', Values: [taskArn] }],
      });
      const task = Answers.tasks.parse(answer).ReplicationTasks[0];
      if (task?.Status === status) return;
      if (task?.Status === 'failed') throw new Error(`the load failed: ${task.StopReason}`);
      await sleep(this.clock, 10);
    }
  }

  private async expectRows(taskArn: string, rows: number): Promise<void> {
    const answer = await call(this.dms, 'DescribeTableStatistics', { ReplicationTaskArn: taskArn });
    const loaded = Answers.tables.parse(answer).TableStatistics[0]?.FullLoadRows;
    if (loaded !== rows) throw new Error(`the load says ${loaded} rows, the table has ${rows}`);
  }
}

async function call(dms: DmsService, operation: string, input: Input): Promise<unknown> {
  const run = dms.operations[operation];
  if (run === undefined) throw new Error(`the local DMS has no ${operation}`);
  return run(input, operator);
}
