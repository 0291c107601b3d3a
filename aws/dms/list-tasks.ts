import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import type { Task } from '../../core/runs/task/task';
import { errorName, toRunError } from '../errors';
import { countCalls } from './count-calls';
import { describeTasks, tasksPerPage } from './describe-tasks';
import type { Dms } from './dms';
import { readTags } from './read-tags';
import { taskOf } from './shapes';
import { requestLimits } from '../request-limits';

/** Reads tasks, without the code that changes them. */
export interface TaskList {
  /** All tasks of the account and region, without settings, 100 per call. */
  all(): Promise<readonly Task[]>;
  tagsOf: Dms['tagsOf'];
  describeTasks: Dms['describeTasks'];
}

export function createTaskList(
  client = countCalls(new DatabaseMigrationServiceClient(requestLimits)),
): TaskList {
  return {
    async all() {
      const tasks: Task[] = [];
      let marker: string | undefined;
      try {
        do {
          const page = await client.send(
            new DescribeReplicationTasksCommand({
              MaxRecords: tasksPerPage,
              WithoutSettings: true,
              Marker: marker,
            }),
          );
          tasks.push(...(page.ReplicationTasks ?? []).map(taskOf));
          marker = page.Marker;
        } while (marker !== undefined && marker !== '');
      } catch (error) {
        // DMS answers so where there is no task at all.
        if (errorName(error) === 'ResourceNotFoundFault') return [];
        throw toRunError(error, 'listing the replication tasks', 'DmsRefused');
      }
      return tasks;
    },
    tagsOf: (taskArn) => readTags(client, taskArn),
    async describeTasks(taskArns) {
      if (taskArns.length === 0) return [];
      return (await describeTasks(client, 'replication-task-arn', taskArns)).map(taskOf);
    },
  };
}
