import {
  AddTagsToResourceCommand,
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  DeleteReplicationTaskCommand,
  DescribeReplicationTasksCommand,
  DescribeTableStatisticsCommand,
  ListTagsForResourceCommand,
  ModifyReplicationTaskCommand,
  ReloadTablesCommand,
  type ReplicationTask,
  StartReplicationTaskCommand,
  StopReplicationTaskCommand,
  type TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import { RunError } from '../../core/runs/record/run-error';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { StartPlace } from '../../core/runs/replication/replication-start';
import type { StartType } from '../../core/runs/task/start-step';
import type { Task } from '../../core/runs/task/task';
import { errorName, toRunError } from '../errors';
import { ensureConnectionsTested } from './connections';
import { tableOf, taskOf } from './shapes';

/** A task to create: the mode is DMS's MigrationType; mappings and settings are JSON texts. */
export interface TaskRequest {
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
  createTask(request: TaskRequest): Promise<Task | undefined>;
  /** Throws `TaskBusy` when the task takes no start now. `place` is for the first start of a CDC task. */
  startTask(taskArn: string, type: StartType | 'resume-processing', place?: StartPlace): Promise<void>;
  /** New mappings and settings, which act from the next start on, and tags. Throws `TaskBusy` when the task takes no change now. */
  modifyTask(taskArn: string, change: ModifyTaskRequest): Promise<void>;
  /** Loads these tables of a running task anew; source names. Throws `TaskBusy` when it does not run. */
  reloadTables(
    taskArn: string,
    tables: readonly { readonly schema: string; readonly table: string }[],
  ): Promise<void>;
  /** Does nothing when the task is not running or gone. */
  stopTask(taskArn: string): Promise<void>;
  /** Whether DMS accepted the request: not when the task is gone, or in a state in which DMS refuses. */
  deleteTask(taskArn: string): Promise<boolean>;
  findTask(identifier: string): Promise<Task | undefined>;
  /** The tasks that exist among these, in as few calls as DMS allows. */
  describeTasks(taskArns: readonly string[]): Promise<readonly Task[]>;
  tagsOf(taskArn: string): Promise<Readonly<Record<string, string>>>;
  /** All tables of the task; none when it never ran or is gone. */
  tableStatistics(taskArn: string): Promise<readonly TableRecord[]>;
}

export type ModifyTaskRequest = Pick<TaskRequest, 'tableMappings' | 'taskSettings' | 'tags'>;

/** ReloadTables takes ten. */
const tablesPerReload = 10;
/** DMS's page of tasks: 20 to 100; of table statistics: 20 to 500. */
const tasksPerPage = 100;
const tablesPerPage = 500;

export function createDms(client = new DatabaseMigrationServiceClient({})): Dms {
  return {
    ensureConnectionsTested: (instanceArn, endpointArns, retestFailed) =>
      ensureConnectionsTested(client, instanceArn, endpointArns, retestFailed),

    async createTask(request) {
      const command = new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier: request.identifier,
        SourceEndpointArn: request.sourceEndpointArn,
        TargetEndpointArn: request.targetEndpointArn,
        ReplicationInstanceArn: request.replicationInstanceArn,
        MigrationType: request.mode,
        TableMappings: request.tableMappings,
        ReplicationTaskSettings: request.taskSettings,
        Tags: tagList(request.tags),
      });
      try {
        const created = await client.send(command);
        return taskOf(created.ReplicationTask ?? {});
      } catch (error) {
        if (errorName(error) === 'ResourceAlreadyExistsFault') return undefined;
        throw toRunError(error, `creating the task ${request.identifier}`, 'DmsRefused');
      }
    },

    startTask: (taskArn, type, place = { kind: 'now' }) =>
      // The status moved on between looking and starting, or the start type with it: look again.
      orBusy(`starting the task ${taskArn}`, () =>
        client.send(
          new StartReplicationTaskCommand({
            ReplicationTaskArn: taskArn,
            StartReplicationTaskType: type,
            ...(place.kind === 'time' ? { CdcStartTime: new Date(place.time) } : {}),
            ...(place.kind === 'position' ? { CdcStartPosition: place.position } : {}),
          }),
        ),
      ),

    modifyTask: (taskArn, { tableMappings, taskSettings, tags }) =>
      orBusy(`changing the task ${taskArn}`, async () => {
        await client.send(
          new ModifyReplicationTaskCommand({
            ReplicationTaskArn: taskArn,
            TableMappings: tableMappings,
            ReplicationTaskSettings: taskSettings,
          }),
        );
        // Last: a task whose tags are old is modified once more.
        await client.send(new AddTagsToResourceCommand({ ResourceArn: taskArn, Tags: tagList(tags) }));
      }),

    reloadTables: (taskArn, tables) =>
      orBusy(`reloading tables of the task ${taskArn}`, async () => {
        for (let from = 0; from < tables.length; from += tablesPerReload)
          await client.send(
            new ReloadTablesCommand({
              ReplicationTaskArn: taskArn,
              TablesToReload: tables
                .slice(from, from + tablesPerReload)
                .map(({ schema, table }) => ({ SchemaName: schema, TableName: table })),
            }),
          );
      }),

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
        throw toRunError(error, `reading the tags of ${taskArn}`, 'DmsRefused');
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
        throw toRunError(error, `reading the table statistics of ${taskArn}`, 'DmsRefused');
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
      throw toRunError(error, 'describing the replication tasks', 'DmsRefused');
  }
  return tasks;
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

async function orBusy(doing: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (['InvalidResourceStateFault', 'InvalidParameterCombinationException'].includes(errorName(error)))
      throw new RunError('TaskBusy', `${doing}: ${String(error)}`, { cause: error });
    throw toRunError(error, doing, 'DmsRefused');
  }
}

/** The next poll looks again, so a call that came too late or too early is no error. */
async function unlessMovedOn(doing: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (['ResourceNotFoundFault', 'InvalidResourceStateFault'].includes(errorName(error))) return false;
    throw toRunError(error, doing, 'DmsRefused');
  }
}
