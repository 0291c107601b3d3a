import type { CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { type ExistingInstance, type JobResources, jobResources } from '../../schema/existing-dms-schema';
import type { Job } from '../../schema/job-schema';

/** Job in one environment, with the existing endpoints that it uses there. */
export interface JobUse {
  /** `department/job`. */
  readonly key: string;
  readonly job: Job;
  /** Place of the job in its department's file. */
  readonly path: readonly PropertyKey[];
  /** Absent if the configuration has no environment. */
  readonly environment?: Environment | undefined;
  /** Names of its connections. */
  readonly source: string;
  readonly target: string;
  /** Resources that the job itself names. */
  readonly own: JobResources;
  /** ARNs of its endpoints, whoever names them. Absent: Lakeferry creates them. */
  readonly sourceArn?: string | undefined;
  readonly targetArn?: string | undefined;
  /** Instance that the job or its source names. Absent: that of the environment. */
  readonly instance?: ExistingInstance | undefined;
}

/** Names of connections whose jobs all use existing endpoints. The encryption of these is their owners'. */
export function withoutOwnEndpoint(uses: readonly JobUse[]): ReadonlySet<string> {
  const ends = uses.flatMap(({ source, target, sourceArn, targetArn }) => [
    { name: source, arn: sourceArn },
    { name: target, arn: targetArn },
  ]);
  const own = new Set(ends.flatMap(({ name, arn }) => (arn === undefined ? [name] : [])));
  return new Set(ends.flatMap(({ name }) => (own.has(name) ? [] : [name])));
}

/** Jobs of one department in all environments. */
export function jobUses(
  { data: department }: Pick<CheckedFiles['departments'][number], 'data'>,
  { sources, targets }: Connections,
  environments: readonly Environment[],
): readonly JobUse[] {
  return department.jobs.flatMap((job, index) =>
    (environments.length === 0 ? [undefined] : environments).map((environment): JobUse => {
      const source = job.source ?? department.source;
      const target = job.target ?? department.target;
      const own = environment === undefined ? {} : jobResources(job, environment.environment);
      const override = environment?.connections ?? {};
      return {
        key: `${department.department}/${job.name}`,
        job,
        path: ['jobs', index],
        environment,
        source,
        target,
        own,
        sourceArn: own['source-endpoint'] ?? override[source]?.endpoint ?? sources[source]?.endpoint,
        targetArn: own['target-endpoint'] ?? override[target]?.endpoint ?? targets[target]?.endpoint,
        instance:
          own['replication-instance'] ??
          override[source]?.['replication-instance'] ??
          sources[source]?.['replication-instance'],
      };
    }),
  );
}
