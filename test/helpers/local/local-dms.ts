import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller, CloudContext, CloudEvent, Input } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { createDms, type DmsDependencies, type DmsService } from '@lakeferry/local-cloud/dms';
import type { PostgresServer } from '@lakeferry/local-cloud/postgres';
import { z } from 'zod';
import { until } from '../run/until';
import { MemoryObjects } from '../runs/memory-objects';

const operator: Caller = { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' };
export const bucket = 'staging';

const TaskView = z.looseObject({
  ReplicationTaskArn: z.string(),
  Status: z.string(),
  StopReason: z.string().optional(),
  LastFailureMessage: z.string().optional(),
  ReplicationTaskStats: z.looseObject({
    FullLoadProgressPercent: z.number(),
    TablesLoaded: z.number(),
    TablesLoading: z.number(),
    TablesQueued: z.number(),
    TablesErrored: z.number(),
  }),
});
const TableView = z.looseObject({
  SchemaName: z.string(),
  TableName: z.string(),
  TableState: z.string(),
  FullLoadRows: z.number(),
});

/** A local DMS on a driven clock with buckets in memory, and the steps that most tests take. */
export class DmsBench {
  readonly clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
  readonly objects: MemoryObjects;
  readonly events: CloudEvent[] = [];
  readonly lines: string[] = [];
  readonly secrets = new Map<string, string>();
  readonly dms: DmsService;
  instanceArn = '';

  /** Created only when change capture writes there. `clear` removes it. */
  readonly dataFolder: string;

  constructor(
    dependencies: Partial<DmsDependencies> & {
      readonly dataFolder?: string;
      readonly objects?: MemoryObjects;
      /** Journal of a durable cloud. */
      readonly openJournal?: NonNullable<CloudContext['openJournal']>;
    } = {},
  ) {
    this.objects = dependencies.objects ?? new MemoryObjects();
    this.dataFolder = dependencies.dataFolder ?? join(tmpdir(), `lakeferry-dms-${randomUUID()}`);
    const context: CloudContext = {
      clock: this.clock,
      account: '000000000000',
      region: 'eu-west-1',
      dataFolder: this.dataFolder,
      ...(dependencies.openJournal === undefined ? {} : { openJournal: dependencies.openJournal }),
      publishEvent: (event) => this.events.push(event),
      log: (line) => this.lines.push(line),
    };
    this.dms = createDms(context, {
      objects: this.objects,
      readSecret: async (id) =>
        this.secrets.get(id) ?? Promise.reject(new Error(`Secrets Manager can't find ${id}`)),
      ...dependencies,
    });
  }

  /** Stops the service and removes what it kept. */
  async clear(): Promise<void> {
    await this.dms.stop();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  async call(operation: string, input: Input): Promise<unknown> {
    const run = this.dms.operations[operation];
    if (run === undefined) throw new Error(`the local DMS has no ${operation}`);
    return run(input, operator);
  }

  async open(): Promise<void> {
    if (!this.objects.hasBucket(bucket)) await this.objects.createBucket(bucket);
    const answer = await this.call('CreateReplicationInstance', {
      ReplicationInstanceIdentifier: 'ri',
      ReplicationInstanceClass: 'dms.t3.medium',
    });
    this.instanceArn = z
      .object({ ReplicationInstance: z.object({ ReplicationInstanceArn: z.string() }) })
      .parse(answer).ReplicationInstance.ReplicationInstanceArn;
    await this.clock.advance(1000);
  }

  async endpoint(input: Input): Promise<string> {
    const answer = await this.call('CreateEndpoint', input);
    return z.object({ Endpoint: z.object({ EndpointArn: z.string() }) }).parse(answer).Endpoint.EndpointArn;
  }

  async source(server: PostgresServer, database: string, extra: Input = {}): Promise<string> {
    const { user: username, password, host, port } = server;
    this.secrets.set(database, JSON.stringify({ username, password, host, port }));
    return this.endpoint({
      EndpointIdentifier: `source-${database}`,
      EndpointType: 'source',
      EngineName: 'postgres',
      DatabaseName: database,
      PostgreSQLSettings: {
        SecretsManagerSecretId: database,
        SecretsManagerAccessRoleArn: 'arn:aws:iam::000000000000:role/r',
      },
      ...extra,
    });
  }

  #targets = 0;
  async target(settings: Input = {}): Promise<string> {
    this.#targets += 1;
    return this.endpoint({
      EndpointIdentifier: `target-${this.#targets}`,
      EndpointType: 'target',
      EngineName: 's3',
      S3Settings: { BucketName: bucket, BucketFolder: 'lake', ...settings },
    });
  }

  async test(...endpointArns: readonly string[]): Promise<void> {
    for (const EndpointArn of endpointArns)
      await this.call('TestConnection', { ReplicationInstanceArn: this.instanceArn, EndpointArn }).catch(
        (error: unknown) => {
          // DMS itself tests a changed endpoint.
          if (!String(error).includes('already being tested')) throw error;
        },
      );
    await this.clock.advance(1000);
  }

  #tasks = 0;
  /** Creates a task that is `ready`, with tested connections. */
  async task(
    source: string,
    target: string,
    rules: readonly Input[],
    settings: Input = {},
    extra: Input = {},
  ): Promise<string> {
    await this.test(source, target);
    this.#tasks += 1;
    const answer = await this.call('CreateReplicationTask', {
      ReplicationTaskIdentifier: `task-${this.#tasks}`,
      SourceEndpointArn: source,
      TargetEndpointArn: target,
      ReplicationInstanceArn: this.instanceArn,
      MigrationType: 'full-load',
      TableMappings: JSON.stringify({ rules }),
      ReplicationTaskSettings: JSON.stringify(settings),
      ...extra,
    });
    await this.clock.advance(1000);
    return z.object({ ReplicationTask: TaskView }).parse(answer).ReplicationTask.ReplicationTaskArn;
  }

  start(arn: string, type = 'start-replication'): Promise<unknown> {
    return this.call('StartReplicationTask', { ReplicationTaskArn: arn, StartReplicationTaskType: type });
  }

  async show(arn: string): Promise<z.infer<typeof TaskView>> {
    const answer = await this.call('DescribeReplicationTasks', {
      Filters: [{ Name: 'replication-task-arn', Values: [arn] }],
      WithoutSettings: true,
    });
    const [task] = z.object({ ReplicationTasks: z.array(TaskView) }).parse(answer).ReplicationTasks;
    if (task === undefined) throw new Error(`no task ${arn}`);
    return task;
  }

  async tables(arn: string): Promise<readonly z.infer<typeof TableView>[]> {
    const answer = await this.call('DescribeTableStatistics', { ReplicationTaskArn: arn });
    return z.object({ TableStatistics: z.array(TableView) }).parse(answer).TableStatistics;
  }

  /** Starts the task and drives the clock until it is over. */
  async run(arn: string, type = 'start-replication'): Promise<z.infer<typeof TaskView>> {
    await this.start(arn, type);
    await this.until(arn, 'stopped', 'failed');
    return this.show(arn);
  }

  async until(arn: string, ...statuses: readonly string[]): Promise<void> {
    const status = async () => (await this.show(arn)).Status;
    const what = async () => `the task is ${await status()}, not ${statuses.join(' or ')}`;
    const reached = async (): Promise<boolean> => {
      if (statuses.includes(await status())) return true;
      await this.clock.advance(100);
      return false;
    };
    for (let step = 0; step < 2000; step += 1) if (await reached()) return;
    // The database is slower than the clock is driven.
    await until(what, reached);
  }
}

let lastRule = 0;
/** Selection rule. It is exact unless the names have wildcards. */
export function include(schema: string, table: string, more: Input = {}): Input {
  lastRule += 1;
  return {
    'rule-type': 'selection',
    'rule-id': String(lastRule),
    'rule-name': String(lastRule),
    'rule-action': 'include',
    'object-locator': { 'schema-name': schema, 'table-name': table },
    ...more,
  };
}

export function transform(target: string, action: string, locator: Input, more: Input = {}): Input {
  lastRule += 1;
  return {
    'rule-type': 'transformation',
    'rule-id': String(lastRule),
    'rule-name': String(lastRule),
    'rule-target': target,
    'rule-action': action,
    'object-locator': locator,
    ...more,
  };
}
