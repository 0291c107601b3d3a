import type { JobPlan } from '../planning/job-plan';

/** Facts about the deployed environment besides its plan. */
export interface KnownFacts {
  readonly now: Date;
  /** Rows of tables by `rowsKey`: of the newest source check, else of the newest load. */
  readonly rows: ReadonlyMap<string, number>;
  /** Tasks that follow changes, by the key of their job. Absent: not known, so that each such job counts as having one. */
  readonly tasks?: ReadonlyMap<string, LivingTask>;
  /** Jobs of tasks that exist, as runs last had them, where no deployed department has the job. */
  readonly formerJobs?: ReadonlyMap<string, JobPlan>;
  /** Engine version that the instance has, which DMS may have raised by itself. Absent: that of the deployed plan. */
  readonly engineVersion?: string | undefined;
  /** ARNs by identifier of endpoints that exist and are not in the deployed plan. Absent: nothing creates an endpoint. */
  readonly leftEndpoints?: ReadonlyMap<string, string> | 'denied';
  /** Tables by Glue database. Without a database, names are those that the plans give. */
  readonly catalogue?: ReadonlyMap<string, readonly ListedTable[]>;
}

/** Table in Glue, with the job and the kind that its parameters name. */
export interface ListedTable {
  readonly name: string;
  readonly job?: string | undefined;
  readonly kind?: string | undefined;
}

export interface LivingTask {
  /** False: it is stopped, and nothing resumes it by itself. */
  readonly runs: boolean;
  /** Time of its newest checkpoint that is known. */
  readonly checkpointAt?: string;
  /** Person who stopped it. Absent: it runs, or the configuration or its settings have stopped it. */
  readonly stoppedBy?: string;
}

/** Key of a table in `KnownFacts.rows`. */
export function rowsKey(
  source: string,
  { schema, table }: { readonly schema: string; readonly table: string },
) {
  return JSON.stringify([source, schema, table]);
}

/** Task of a job that follows changes; undefined if it has none. */
export function taskOf(
  { mode, enabled, identity }: Pick<JobPlan, 'mode' | 'enabled' | 'identity'>,
  { tasks }: Pick<KnownFacts, 'tasks'>,
): LivingTask | undefined {
  if (mode === 'full-load') return undefined;
  return tasks === undefined ? { runs: enabled } : tasks.get(identity.key);
}
