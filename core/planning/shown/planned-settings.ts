import type { Json, JsonObject } from '../../json';
import { databaseTaskSettings } from '../database-task-settings';
import type { JobPlan } from '../job-plan';
import { dateFolderSettings } from '../plan-publishing';
import { targetSettings } from '../target-settings';
import { taskSettings } from '../task-settings';

/** Setting that DMS gets. */
export interface PlannedSetting {
  /** Such as `FullLoadSettings.MaxFullLoadSubTasks`. */
  readonly name: string;
  readonly value: string;
  /** Value without the job's own settings; undefined: DMS would get none. */
  readonly usual?: string | undefined;
}

type Settled = Pick<JobPlan, 'mode' | 'targetEngine' | 'taskSettings' | 'targetSettings' | 'publishing'>;

/** Settings of the DMS task of a job, with Lakeferry's defaults. */
export function plannedTaskSettings(job: Settled): readonly PlannedSetting[] {
  const usual =
    job.targetEngine === 's3' ? taskSettings(job.mode, {}) : databaseTaskSettings(job.mode, undefined, {});
  return compared(job.taskSettings, usual);
}

/** S3Settings of the target endpoint of a job, with the defaults of its file format. None for a database. */
export function plannedTargetSettings(job: Settled): readonly PlannedSetting[] {
  const type = job.targetSettings['DataFormat'] === 'csv' ? 'csv' : 'parquet';
  return compared(job.targetSettings, {
    ...targetSettings(job.mode, { type }),
    DataFormat: 'parquet',
    ...dateFolderSettings(job.publishing),
  });
}

function compared(settings: JsonObject, usual: JsonObject): readonly PlannedSetting[] {
  const defaults = new Map(leavesOf(usual));
  return leavesOf(settings).map(([name, value]) => ({ name, value, usual: defaults.get(name) }));
}

/** Values by the path of their names. A list is one value. */
function leavesOf(settings: JsonObject, above = ''): readonly (readonly [name: string, value: string])[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    isObject(value)
      ? leavesOf(value, `${above}${key}.`)
      : [[`${above}${key}`, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
