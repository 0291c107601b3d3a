import type { Finding, Problem } from '../../reading/problem';
import type { Checked, CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';
import { type JobUse, jobUses } from './job-uses';

/** Existing resources that are for one use, and have two. */
export function checkSharedResources(
  departments: CheckedFiles['departments'],
  connections: Checked<Connections>,
  environments: readonly Checked<Environment>[],
): Problem[] {
  return [
    ...sharedByJobs(
      departments,
      connections.data,
      environments.map(({ data }) => data),
    ),
    ...sharedBuckets(environments),
  ];
}

/** The endpoint's BucketFolder is the folder of one job, whatever names the endpoint has. */
function sharedByJobs(
  departments: CheckedFiles['departments'],
  connections: Connections,
  environments: readonly Environment[],
): Problem[] {
  const uses = departments.map((department) => jobUses(department, connections, environments));
  const sources = sourcesByArn(connections, environments, uses.flat());
  const jobs = new Map<string, string>();
  return departments.flatMap(({ place }, index) => {
    const reported = new Set<string>();
    return place(
      (uses[index] ?? []).flatMap((use): Finding[] => {
        const { key, target, targetArn } = use;
        if (targetArn === undefined || reported.has(key)) return [];
        const source = sources.get(targetArn);
        const other = jobs.get(targetArn);
        const isFile = connections.targets[target]?.engine === 's3';
        if (isFile && other === undefined) jobs.set(targetArn, key);
        const isShared = isFile && other !== undefined && other !== key;
        if (source === undefined && !isShared) return [];
        reported.add(key);
        const named =
          use.own['target-endpoint'] === undefined ? `endpoint of "${target}"` : 'target endpoint';
        return [
          source === undefined
            ? {
                ...placeOf(use),
                message: `the ${named} is also that of ${other}: an existing endpoint of the lake is for one job, as its folder is`,
                hint: 'name an endpoint of its own: as target-endpoint of the job, or by another target with engine: s3 in connections.yaml',
              }
            : {
                ...placeOf(use),
                message: `the ${named} is also that of the source "${source}": an endpoint is a source or a target`,
                hint: 'write the ARN of the target',
              },
        ];
      }),
    );
  });
}

/** The key that names the target endpoint of the job. */
function placeOf({ path, job, own, environment }: JobUse): Pick<Finding, 'path' | 'value'> {
  const arn = own['target-endpoint'];
  if (arn !== undefined && environment !== undefined)
    return { path: [...path, 'existing', environment.environment, 'target-endpoint'], value: arn };
  return {
    path: [...path, job.target === undefined ? 'name' : 'target'],
    value: job.target ?? job.name,
  };
}

/** Names of sources by the ARN of an endpoint that they or their jobs name. */
function sourcesByArn(
  { sources }: Connections,
  environments: readonly Environment[],
  uses: readonly JobUse[],
): ReadonlyMap<string, string> {
  const named = [
    ...uses.map(({ source, sourceArn }) => ({ source, arn: sourceArn })),
    ...Object.entries(sources).flatMap(([source, { endpoint }]) =>
      [endpoint, ...environments.map(({ connections }) => connections?.[source]?.endpoint)].map((arn) => ({
        source,
        arn,
      })),
    ),
  ];
  return new Map(named.flatMap(({ source, arn }) => (arn === undefined ? [] : [[arn, source] as const])));
}

/** Files of staging expire, and keys in the lake do not have the name of the environment. */
function sharedBuckets(environments: readonly Checked<Environment>[]): Problem[] {
  const uses = new Map<string, string>();
  return environments.flatMap(({ place, data: { environment, existing = {} } }) =>
    place(
      (['staging-bucket', 'lake-bucket'] as const).flatMap((key): Finding[] => {
        const name = existing[key]?.name;
        if (name === undefined) return [];
        const other = uses.get(name);
        uses.set(name, `${key} of the environment "${environment}"`);
        if (other === undefined) return [];
        return [
          {
            path: ['existing', key, 'name'],
            value: name,
            message: `"${name}" is already the ${other}: they would overwrite or delete each other’s files`,
            hint: 'write a bucket of its own',
          },
        ];
      }),
    ),
  );
}
