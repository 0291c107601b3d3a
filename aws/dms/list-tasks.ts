import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import type { Task } from '../../core/runs/task/task';
import { errorName, toRunError } from '../errors';
import { tasksPerPage } from './describe-tasks';
import { taskOf } from './shapes';

export interface TaskList {
  /** All tasks of the account and region, without settings, 100 per call. */
  all(): Promise<readonly Task[]>;
}

export function createTaskList(client = new DatabaseMigrationServiceClient({})): TaskList {
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
  };
}
