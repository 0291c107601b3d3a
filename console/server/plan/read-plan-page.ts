import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import {
  type DeployedDepartmentPlan,
  readDeployedPlans,
} from '../../../application/environments/read-deployed-plans';
import type { CalendarPorts } from '../../../application/environments/scheduled-jobs';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { LoadPlan } from '../../../core/planning/load-plan';

export interface PlannedDepartment
  extends Pick<DeployedDepartmentPlan, 'name' | 'owner' | 'description' | 'deployedAt' | 'tags'> {
  /** Names of its channels for messages. */
  readonly channels: readonly string[];
  readonly jobs: number;
  readonly loads: number;
}

export interface PlannedJob
  extends Pick<JobPlan, 'description' | 'mode' | 'enabled' | 'source' | 'target' | 'schedule'> {
  readonly job: string;
  /** Format of its files. Absent: it writes to a database. */
  readonly format?: string;
  readonly tables: number;
  readonly patterns: number;
  /** Number of its rules that move only some rows. */
  readonly filters: number;
  /** Number of its rules that leave columns out. */
  readonly excludedColumns: number;
}

export interface PlannedLoad extends Pick<LoadPlan, 'description' | 'mode' | 'inbox'> {
  readonly load: string;
  /** `schema.table` */
  readonly table: string;
  readonly target: string;
}

/** Everything that the page Plan shows of what is deployed. */
export interface PlanPage {
  readonly environment: string;
  readonly departments: readonly PlannedDepartment[];
  readonly jobs: readonly PlannedJob[];
  readonly loads: readonly PlannedLoad[];
  /** Deployed departments whose plan cannot be read. */
  readonly unread: readonly string[];
}

export async function readPlanPage(
  environment: DeployedEnvironment,
  ports: CalendarPorts,
): Promise<PlanPage> {
  const { departments, unread } = await readDeployedPlans(environment, ports);
  return {
    environment: environment.platform.environment,
    departments: departments.map(departmentOf),
    jobs: departments.flatMap(({ jobs }) => jobs.map(jobOf)),
    loads: departments.flatMap(({ loads = [] }) => loads.map(loadOf)),
    unread,
  };
}

function departmentOf(department: DeployedDepartmentPlan): PlannedDepartment {
  const { jobs, loads = [], channels = [], ...own } = department;
  return {
    ...own,
    channels: channels.map(({ name }) => name),
    jobs: jobs.length,
    loads: loads.length,
  };
}

function jobOf(job: JobPlan): PlannedJob {
  const { identity, description, mode, enabled, source, target, schedule, targetSettings } = job;
  const { DataFormat: format } = targetSettings;
  return {
    job: identity.key,
    ...(description === undefined ? {} : { description }),
    mode,
    enabled,
    source,
    target,
    ...(schedule === undefined ? {} : { schedule }),
    ...(typeof format === 'string' ? { format } : {}),
    tables: job.expectedTables.length,
    patterns: job.tablePatterns.length,
    ...countRules(job),
  };
}

function countRules({ tableMappings }: JobPlan): Pick<PlannedJob, 'filters' | 'excludedColumns'> {
  const { rules } = tableMappings;
  const list: readonly unknown[] = Array.isArray(rules) ? rules : [];
  const has = (name: string, isIt: (value: unknown) => boolean): number =>
    list.filter((rule) => typeof rule === 'object' && rule !== null && isIt(Reflect.get(rule, name))).length;
  return {
    filters: has('filters', (value) => Array.isArray(value) && value.length > 0),
    excludedColumns: has('rule-action', (value) => value === 'remove-column'),
  };
}

function loadOf({ identity, description, mode, inbox, table, target }: LoadPlan): PlannedLoad {
  return {
    load: identity.key,
    ...(description === undefined ? {} : { description }),
    mode,
    inbox,
    table: `${table.schema}.${table.name}`,
    target: target.connection,
  };
}
