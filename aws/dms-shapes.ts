import type { ReplicationTask, TableStatistics } from '@aws-sdk/client-database-migration-service';
import type { TableRecord } from '../core/runs/run-record';
import type { Task, TaskStatistics } from '../core/runs/task';

/** DMS's task in our words. */
export function taskOf(task: ReplicationTask): Task {
  return {
    arn: task.ReplicationTaskArn ?? '',
    identifier: task.ReplicationTaskIdentifier ?? '',
    status: task.Status ?? 'unknown',
    createdAt: iso(task.ReplicationTaskCreationDate),
    startedAt: iso(task.ReplicationTaskStartDate),
    stopReason: task.StopReason,
    lastFailureMessage: task.LastFailureMessage,
    statistics: statisticsOf(task),
  };
}

function statisticsOf(task: ReplicationTask): TaskStatistics | undefined {
  const stats = task.ReplicationTaskStats;
  if (stats === undefined) return undefined;
  return {
    percent: stats.FullLoadProgressPercent ?? 0,
    tablesLoaded: stats.TablesLoaded ?? 0,
    tablesLoading: stats.TablesLoading ?? 0,
    tablesQueued: stats.TablesQueued ?? 0,
    tablesErrored: stats.TablesErrored ?? 0,
    startedAt: iso(stats.StartDate),
    stoppedAt: iso(stats.StopDate),
    loadStartedAt: iso(stats.FullLoadStartDate),
    loadFinishedAt: iso(stats.FullLoadFinishDate),
  };
}

export function tableOf(statistics: TableStatistics): TableRecord {
  return {
    schema: statistics.SchemaName ?? '',
    table: statistics.TableName ?? '',
    state: statistics.TableState ?? 'unknown',
    rows: statistics.FullLoadRows ?? 0,
    errorRows: statistics.FullLoadErrorRows ?? 0,
    startedAt: iso(statistics.FullLoadStartTime),
    finishedAt: iso(statistics.FullLoadEndTime),
    validation: statistics.ValidationState,
  };
}

function iso(date: Date | undefined): string | undefined {
  return date?.toISOString();
}
