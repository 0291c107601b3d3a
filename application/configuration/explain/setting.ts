import type { SourcePlan, TargetPlan } from '../../../core/planning/connection-plan';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { DepartmentPlan, EnvironmentPlan } from '../../../core/planning/plan';

/** Parts of the settings of a job, and those of a load. The keys of a part are unique. */
export const settingGroups = [
  'job',
  'lake',
  'endpoint',
  'task-settings',
  'source',
  'target',
  'replication-instance',
  'department',
  'environment',
  'load',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** Setting of a job with its value. Without a file, the value is a default. */
export interface Explained {
  readonly group: SettingGroup;
  /** As in the file, such as `lake.prefix`; below the connection for one of a source or target. */
  readonly key: string;
  readonly value: string;
  readonly file?: string;
  readonly line?: number;
}

/** Parts of the plan that the settings of a job are in. */
export interface PlannedJob {
  readonly job: JobPlan;
  readonly department: Pick<DepartmentPlan, 'owner' | 'description'>;
  readonly environment: EnvironmentPlan;
  readonly source: SourcePlan | undefined;
  readonly target: TargetPlan | undefined;
}

/**
 * Value of a setting after all defaults. Undefined if the setting has no effect on the job, so that it is only shown where a file has
 * it. `written`: the value in the file.
 */
export type ValueOf = (planned: PlannedJob, written: unknown) => string | undefined;
export type Values = Readonly<Record<string, ValueOf>>;

/** Reasons why settings have no line of their own, by key. */
export type Reasons = Readonly<Record<string, string>>;

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}

/** `24h`, `90m`, `10s`. */
export function durationText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/** `team=data, cost=4711`. */
export function tagsText(tags: Readonly<Record<string, string>>): string {
  return (
    Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ') || 'none'
  );
}
