import {
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  DeleteReplicationTaskCommand,
  DescribeReplicationTasksCommand,
  DescribeTableStatisticsCommand,
  ListTagsForResourceCommand,
  type ReplicationTask,
  StartReplicationTaskCommand,
  StopReplicationTaskCommand,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import { RunError } from '../core/runs/run-error';
import type { TableRecord } from '../core/runs/run-record';
import type { Task } from '../core/runs/task';
import type { StartType } from '../core/runs/task-step';
import { ensureConnectionsTested } from './dms-connections';
import { tableOf, taskOf } from './dms-shapes';
import { errorName, inOurWords } from './errors';

/** A task to create: the mode is DMS's MigrationType; mappings and settings are JSON texts. */
export interface TaskOrder {
  readonly identifier: string;
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;
  readonly replicationInstanceArn: string;
  readonly mode: 'full-load' | 'cdc' | 'full-load-and-cdc';
  readonly tableMappings: string;
  readonly taskSettings: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Dms {
  /** See `ensureConnectionsTested`. */
  ensureConnectionsTested(
    instanceArn: string,
    endpointArns: readonly string[],
    retestFailed: boolean,
  ): Promise<void>;
  /** Undefined when the identifier is taken already (by us or another). */
  createTask(order: TaskOrder): Promise<Task | undefined>;
  /** Throws `TaskBusy` when the task takes no start now. */
  startTask(taskArn: string, type: StartType): Promise<void>;
  /** Does nothing when the task is not running or gone. */
  stopTask(taskArn: string): Promise<void>;
  /** Whether DMS took the order: not when the task is gone, or in a state in which DMS refuses. */
  deleteTask(taskArn: string): Promise<boolean>;
  findTask(identifier: string): Promise<Task | undefined>;
  /** The tasks that exist among these, in as few calls as DMS allows. */
  describeTasks(taskArns: readonly string[]): Promise<readonly Task[]>;
  tagsOf(taskArn: string): Promise<Readonly<Record<string, string>>>;
  /** All tables of the task; none when it never ran or is gone. */
  tableStatistics(taskArn: string): Promise<readonly TableRecord[]>;
}

/** DMS's page of tasks: 20 to 100; of table statistics: 20 to 500. */
const tasksPerPage = 100;
const tablesPerPage = 500;

export function createDms(client = new DatabaseMigrationServiceClient({})): Dms {
  return {
    ensureConnectionsTested: (instanceArn, endpointArns, retestFailed) =>
      ensureConnectionsTested(client, instanceArn, endpointArns, retestFailed),

    async createTask(order) {
      const command = new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier: order.identifier,
        SourceEndpointArn: order.sourceEndpointArn,
        TargetEndpointArn: order.targetEndpointArn,
        ReplicationInstanceArn: order.replicationInstanceArn,
        MigrationType: order.mode,
        TableMappings: order.tableMappings,
        ReplicationTaskSettings: order.taskSettings,
        Tags: Object.entries(order.tags).map(([Key, Value]) => ({ Key, Value })),
      });
      try {
        const created = await client.send(command);
        return taskOf(created.ReplicationTask ?? {});
      } catch (error) {
        if (errorName(error) === 'ResourceAlreadyExistsFault') return undefined;
        throw inOurWords(error, `creating the task ${order.identifier}`, 'DmsRefused');
      }
    },

    async startTask(taskArn, type) {
      const doing = `starting the task ${taskArn}`;
      try {
        await client.send(
          new StartReplicationTaskCommand({ ReplicationTaskArn: taskArn, StartReplicationTaskType: type }),
        );
      } catch (error) {
        // The status moved on between looking and starting, or the start type with it: look again.
        if (['InvalidResourceStateFault', 'InvalidParameterCombinationException'].includes(errorName(error)))
          throw new RunError('TaskBusy', `${doing}: ${String(error)}`, { cause: error });
        throw inOurWords(error, doing, 'DmsRefused');
      }
    },

    async stopTask(taskArn) {
      await unlessMovedOn(`stopping the task ${taskArn}`, () =>
        client.send(new StopReplicationTaskCommand({ ReplicationTaskArn: taskArn })),
      );
    },

    deleteTask: (taskArn) =>
      unlessMovedOn(`deleting the task ${taskArn}`, () =>
        client.send(new DeleteReplicationTaskCommand({ ReplicationTaskArn: taskArn })),
      ),

    async findTask(identifier) {
      const found = await describe(client, 'replication-task-id', [identifier]);
      return found.map(taskOf).find((task) => task.identifier === identifier);
    },

    async describeTasks(taskArns) {
      const tasks: Task[] = [];
      for (let from = 0; from < taskArns.length; from += tasksPerPage) {
        const page = await describe(
          client,
          'replication-task-arn',
          taskArns.slice(from, from + tasksPerPage),
        );
        tasks.push(...page.map(taskOf));
      }
      return tasks;
    },

    async tagsOf(taskArn) {
      try {
        const found = await client.send(new ListTagsForResourceCommand({ ResourceArn: taskArn }));
        return Object.fromEntries((found.TagList ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      } catch (error) {
        if (errorName(error) === 'ResourceNotFoundFault') return {};
        throw inOurWords(error, `reading the tags of ${taskArn}`, 'DmsRefused');
      }
    },

    async tableStatistics(taskArn) {
      const tables: TableStatistics[] = [];
      try {
        let marker: string | undefined;
        do {
          const page = await client.send(
            new DescribeTableStatisticsCommand({
              ReplicationTaskArn: taskArn,
              MaxRecords: tablesPerPage,
              Marker: marker,
            }),
          );
          tables.push(...(page.TableStatistics ?? []));
          marker = page.Marker;
        } while (marker !== undefined && marker !== '');
      } catch (error) {
        if (errorName(error) === 'ResourceNotFoundFault') return [];
        throw inOurWords(error, `reading the table statistics of ${taskArn}`, 'DmsRefused');
      }
      return tables.map(tableOf);
    },
  };
}

/** A filter that matches nothing raises ResourceNotFoundFault: to us that is an empty list. */
async function describe(
  client: DatabaseMigrationServiceClient,
  filter: 'replication-task-arn' | 'replication-task-id',
  values: readonly string[],
): Promise<readonly ReplicationTask[]> {
  const tasks: ReplicationTask[] = [];
  try {
    let marker: string | undefined;
    do {
      const page = await client.send(
        new DescribeReplicationTasksCommand({
          Filters: [{ Name: filter, Values: [...values] }],
          MaxRecords: tasksPerPage,
          WithoutSettings: true,
          Marker: marker,
        }),
      );
      tasks.push(...(page.ReplicationTasks ?? []));
      marker = page.Marker;
    } while (marker !== undefined && marker !== '');
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundFault')
      throw inOurWords(error, 'describing the replication tasks', 'DmsRefused');
  }
  return tasks;
}

/** The next sweep looks again, so an order that came too late or too early is no error. */
async function unlessMovedOn(doing: string, order: () => Promise<unknown>): Promise<boolean> {
  try {
    await order();
    return true;
  } catch (error) {
    if (['ResourceNotFoundFault', 'InvalidResourceStateFault'].includes(errorName(error))) return false;
    throw inOurWords(error, doing, 'DmsRefused');
  }
}
