import type { ReplicationTask, TableStatistics } from '@aws-sdk/client-database-migration-service';
import { cutText, longestText } from '../../core/cut-text';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Task, TaskStatistics } from '../../core/runs/task/task';

/** Task from DMS's response. */
export function taskOf(task: ReplicationTask): Task {
  return {
    arn: task.ReplicationTaskArn ?? '',
    identifier: task.ReplicationTaskIdentifier ?? '',
    status: task.Status ?? 'unknown',
    createdAt: iso(task.ReplicationTaskCreationDate),
    startedAt: iso(task.ReplicationTaskStartDate),
    stopReason: short(task.StopReason),
    lastFailureMessage: short(task.LastFailureMessage),
    mode: task.MigrationType,
    checkpoint: task.RecoveryCheckpoint,
    endpoints: {
      sourceEndpointArn: task.SourceEndpointArn ?? '',
      targetEndpointArn: task.TargetEndpointArn ?? '',
      replicationInstanceArn: task.ReplicationInstanceArn ?? '',
    },
    statistics: statisticsOf(task),
  };
}

/** The stop reason is at the end of a long message, which a cut keeps. */
function short(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cutText(text, longestText);
}

function statisticsOf(task: ReplicationTask): TaskStatistics | undefined {
  const stats = task.ReplicationTaskStats;
  if (stats === undefined) return undefined;
  return {
    percent: stats.FullLoadProgressPercent,
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
    changes: changesOf(statistics),
  };
}

/** Changes that the task has replicated since its start. Absent for a full load. */
function changesOf({ Inserts = 0, Updates = 0, Deletes = 0, Ddls = 0 }: TableStatistics) {
  if (Inserts + Updates + Deletes + Ddls === 0) return undefined;
  return { inserts: Inserts, updates: Updates, deletes: Deletes, ddls: Ddls };
}

function iso(date: Date | undefined): string | undefined {
  return date?.toISOString();
}
