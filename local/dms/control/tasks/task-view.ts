import { formatCheckpoint } from '../../capture/position';
import { progressPercent, type TableState } from '../../load/progress';
import type { DmsParts } from '../dms-parts';
import { epochSeconds } from '../operation';
import type { Task, TaskRun } from '../resources';

/** Task as Describe returns it. The settings are long, so callers may leave them out. */
export function taskView(
  { context }: DmsParts,
  task: Task,
  withSettings: boolean,
): Readonly<Record<string, unknown>> {
  return {
    ReplicationTaskIdentifier: task.identifier,
    ReplicationTaskArn: task.arn,
    SourceEndpointArn: task.sourceArn,
    TargetEndpointArn: task.targetArn,
    ReplicationInstanceArn: task.instanceArn,
    MigrationType: task.migrationType,
    Status: task.status,
    ReplicationTaskCreationDate: epochSeconds(task.createdAt),
    ...(withSettings
      ? { TableMappings: task.mappingsText, ReplicationTaskSettings: task.settings.document }
      : {}),
    ...(task.taskData === undefined ? {} : { TaskData: task.taskData }),
    ...(task.stopReason === undefined ? {} : { StopReason: task.stopReason }),
    ...(task.lastFailure === undefined ? {} : { LastFailureMessage: task.lastFailure }),
    ...(task.startPosition === undefined ? {} : { CdcStartPosition: task.startPosition }),
    ...(task.stopPosition === undefined ? {} : { CdcStopPosition: task.stopPosition.text }),
    ...recoveryCheckpoint(task),
    ...(task.run === undefined ? {} : { ReplicationTaskStartDate: epochSeconds(task.run.startedAt) }),
    ReplicationTaskStats: stats(task.run, context.clock.now()),
  };
}

function recoveryCheckpoint({ run, place }: Task): Readonly<Record<string, string>> {
  const position = run?.capture?.position ?? place?.position;
  return position === undefined ? {} : { RecoveryCheckpoint: formatCheckpoint(position) };
}

function stats(run: TaskRun | undefined, now: Date): Readonly<Record<string, unknown>> {
  const counts = { TablesLoaded: 0, TablesLoading: 0, TablesQueued: 0, TablesErrored: 0 };
  if (run === undefined) return { FullLoadProgressPercent: 0, ElapsedTimeMillis: 0, ...counts };
  for (const { state } of run.tables) {
    const counter = counterOf(state);
    if (counter !== undefined) counts[counter] += 1;
  }
  const isOver = run.loadFinishedAt !== undefined;
  const percent = run.tables.length === 0 && !isOver ? 0 : progressPercent(run.tables);
  return {
    FullLoadProgressPercent: percent,
    ElapsedTimeMillis: (run.stoppedAt ?? now).getTime() - run.startedAt.getTime(),
    ...counts,
    FreshStartDate: epochSeconds(run.freshStartedAt),
    StartDate: epochSeconds(run.startedAt),
    ...(run.stoppedAt === undefined ? {} : { StopDate: epochSeconds(run.stoppedAt) }),
    ...(run.loadStartedAt === undefined ? {} : { FullLoadStartDate: epochSeconds(run.loadStartedAt) }),
    ...(run.loadFinishedAt === undefined ? {} : { FullLoadFinishDate: epochSeconds(run.loadFinishedAt) }),
  };
}

function counterOf(
  state: TableState,
): 'TablesLoaded' | 'TablesLoading' | 'TablesQueued' | 'TablesErrored' | undefined {
  switch (state) {
    case 'Table completed':
      return 'TablesLoaded';
    case 'Full load':
    case 'Table is being reloaded':
      return 'TablesLoading';
    case 'Before load':
      return 'TablesQueued';
    case 'Table error':
      return 'TablesErrored';
    case 'Table cancelled':
      return undefined;
  }
}
