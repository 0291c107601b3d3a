import type { JobPlan } from '../../../core/planning/job-plan';
import { type MovedTable, movedTables } from '../../../core/planning/shown/moved-tables';
import {
  type PlannedSetting,
  plannedTargetSettings,
  plannedTaskSettings,
} from '../../../core/planning/shown/planned-settings';

type Documents = 'tableMappings' | 'taskSettings' | 'targetSettings';
type Elsewhere = 'identity' | 'connection' | 'expectedTables' | 'tablePatterns' | 'partitions';

/** Plan of one job as deployed. */
export interface JobPlanPage {
  readonly job: string;
  /** Name of its DMS task. */
  readonly slug: string;
  readonly plan: Omit<JobPlan, Documents | Elsewhere>;
  readonly tables: readonly MovedTable[];
  readonly taskSettings: readonly PlannedSetting[];
  /** Settings of the files. None where the target is a database. */
  readonly targetSettings: readonly PlannedSetting[];
  /** DMS TableMappings, as text. */
  readonly tableMappings: string;
}

export function jobPlanPage(job: JobPlan): JobPlanPage {
  const {
    identity,
    connection: _connection,
    expectedTables: _expected,
    tablePatterns: _patterns,
    partitions: _partitions,
    tableMappings,
    taskSettings: _task,
    targetSettings: _target,
    ...plan
  } = job;
  return {
    job: identity.key,
    slug: identity.slug,
    plan,
    tables: movedTables(job),
    taskSettings: plannedTaskSettings(job),
    targetSettings: plannedTargetSettings(job),
    tableMappings: JSON.stringify(tableMappings, undefined, 2),
  };
}
