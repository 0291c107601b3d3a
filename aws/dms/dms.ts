import {
  AddTagsToResourceCommand,
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  DeleteReplicationTaskCommand,
  ModifyReplicationTaskCommand,
  MoveReplicationTaskCommand,
  ReloadTablesCommand,
  StopReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { StartPlace } from '../../core/runs/replication/replication-start';
import type { DescribedEndpoint } from '../../core/checks/existing/described';
import type { Connection } from '../../core/runs/task/connection';
import type { StartType } from '../../core/runs/task/start-step';
import type { Task } from '../../core/runs/task/task';
import { errorName, toRunError } from '../errors';
import { callOrBusy, callUnlessChanged } from './call-errors';
import { describeConnections, testConnection } from './connections';
import { countCalls } from './count-calls';
import { describeEndpoints } from './describe-existing';
import { describeTasks, tasksPerPage } from './describe-tasks';
import { readTags } from './read-tags';
import { taskOf } from './shapes';
import { type StartAnswer, startTask } from './start-task';
import { readTableStatistics } from './table-statistics';
import { type ModifyTaskRequest, type TaskRequest, tagList } from './task-request';
import { requestLimits } from '../request-limits';

export interface Dms {
  /** Existing endpoints among these. */
  endpoints(arns: readonly string[]): Promise<readonly DescribedEndpoint[]>;
  /** Connections of these endpoints with the instance. One that was never tested is left out. */
  connections(instanceArn: string, endpointArns: readonly string[]): Promise<readonly Connection[]>;
  /** Starts a test of a connection, unless one is running. Throws `TaskBusy` when DMS cannot test now. */
  testConnection(instanceArn: string, endpointArn: string): Promise<void>;
  /** Undefined when a task with the identifier exists. */
  createTask(request: TaskRequest): Promise<Task | undefined>;
  /** See `startTask`. `place` is for the first start of a CDC task. */
  startTask(taskArn: string, type: StartType | 'resume-processing', place?: StartPlace): Promise<StartAnswer>;
  /** Sets mappings and settings, which apply from the next start. Throws `TaskBusy` when the task cannot be modified now. */
  modifyTask(taskArn: string, change: Omit<ModifyTaskRequest, 'tags'>): Promise<void>;
  /** Moves a task that does not run to another instance. Throws `TaskBusy` when it cannot be moved now. */
  moveTask(taskArn: string, instanceArn: string): Promise<void>;
  /** Sets tags. Throws `TaskBusy` when the task does not take them now: no page of AWS says whether a task that is modified does. */
  tagTask(taskArn: string, tags: ModifyTaskRequest['tags']): Promise<void>;
  /** Loads tables of a running task again, by their source names. Throws `TaskBusy` when it does not run. */
  reloadTables(
    taskArn: string,
    tables: readonly { readonly schema: string; readonly table: string }[],
  ): Promise<void>;
  /** Does nothing when the task does not run or does not exist. */
  stopTask(taskArn: string): Promise<void>;
  /** Returns false when the task does not exist, or is in a state in which DMS cannot delete it. */
  deleteTask(taskArn: string): Promise<boolean>;
  findTask(identifier: string): Promise<Task | undefined>;
  /** Existing tasks with these identifiers, in as few calls as DMS allows. */
  findTasks(identifiers: readonly string[]): Promise<readonly Task[]>;
  /** Existing tasks among these, in as few calls as DMS allows. */
  describeTasks(taskArns: readonly string[]): Promise<readonly Task[]>;
  tagsOf(taskArn: string): Promise<Readonly<Record<string, string>>>;
  /** All tables of the task. Empty when it never ran or does not exist. */
  tableStatistics(taskArn: string): Promise<readonly TableRecord[]>;
}

/** Maximum of ReloadTables. */
const tablesPerReload = 10;

export function createDms(client = countCalls(new DatabaseMigrationServiceClient(requestLimits))): Dms {
  return {
    endpoints: (arns) => describeEndpoints(client, arns),

    connections: (instanceArn, endpointArns) => describeConnections(client, instanceArn, endpointArns),

    testConnection: (instanceArn, endpointArn) => testConnection(client, instanceArn, endpointArn),

    async createTask(request) {
      const command = new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier: request.identifier,
        ResourceIdentifier: request.resourceIdentifier,
        SourceEndpointArn: request.sourceEndpointArn,
        TargetEndpointArn: request.targetEndpointArn,
        ReplicationInstanceArn: request.replicationInstanceArn,
        MigrationType: request.mode,
        TableMappings: request.tableMappings,
        ReplicationTaskSettings: request.taskSettings,
        Tags: tagList(request.tags),
        ...(request.startPosition === undefined ? {} : { CdcStartPosition: request.startPosition }),
      });
      try {
        const created = await client.send(command);
        return taskOf(created.ReplicationTask ?? {});
      } catch (error) {
        if (errorName(error) === 'ResourceAlreadyExistsFault') return undefined;
        throw toRunError(error, `creating the task ${request.identifier}`, 'DmsRefused');
      }
    },

    startTask: (taskArn, type, place = { kind: 'now' }) => startTask(client, taskArn, type, place),

    modifyTask: (taskArn, { tableMappings, taskSettings }) =>
      callOrBusy(`modifying the task ${taskArn}`, () =>
        client.send(
          new ModifyReplicationTaskCommand({
            ReplicationTaskArn: taskArn,
            TableMappings: tableMappings,
            ReplicationTaskSettings: taskSettings,
          }),
        ),
      ),

    moveTask: (taskArn, instanceArn) =>
      callOrBusy(`moving the task ${taskArn}`, () =>
        client.send(
          new MoveReplicationTaskCommand({
            ReplicationTaskArn: taskArn,
            TargetReplicationInstanceArn: instanceArn,
          }),
        ),
      ),

    tagTask: (taskArn, tags) =>
      callOrBusy(`tagging the task ${taskArn}`, () =>
        client.send(new AddTagsToResourceCommand({ ResourceArn: taskArn, Tags: tagList(tags) })),
      ),

    reloadTables: (taskArn, tables) =>
      callOrBusy(`reloading tables of the task ${taskArn}`, async () => {
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
      await callUnlessChanged(`stopping the task ${taskArn}`, () =>
        client.send(new StopReplicationTaskCommand({ ReplicationTaskArn: taskArn })),
      );
    },

    deleteTask: (taskArn) =>
      callUnlessChanged(`deleting the task ${taskArn}`, () =>
        client.send(new DeleteReplicationTaskCommand({ ReplicationTaskArn: taskArn })),
      ),

    async findTask(identifier) {
      const found = await describePages(client, 'replication-task-id', [identifier]);
      return found.find((task) => task.identifier === identifier);
    },

    findTasks: (identifiers) => describePages(client, 'replication-task-id', identifiers),

    describeTasks: (taskArns) => describePages(client, 'replication-task-arn', taskArns),

    tagsOf: (taskArn) => readTags(client, taskArn),

    tableStatistics: (taskArn) => readTableStatistics(client, taskArn),
  };
}

async function describePages(
  client: DatabaseMigrationServiceClient,
  filter: Parameters<typeof describeTasks>[1],
  values: readonly string[],
): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  for (let from = 0; from < values.length; from += tasksPerPage)
    tasks.push(...(await describeTasks(client, filter, values.slice(from, from + tasksPerPage))).map(taskOf));
  return tasks;
}
