import type { Finding, Problem } from '../../reading/problem';
import type { Checked, CheckedFiles } from '../../reading/read-files';
import type { Connections } from '../../schema/connections-schema';
import type { Environment } from '../../schema/environment-schema';

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
  { sources, targets }: Connections,
  environments: readonly Environment[],
): Problem[] {
  const endpointsOf = (name: string, written: string | undefined): readonly string[] =>
    (environments.length === 0 ? [undefined] : environments).flatMap(
      (environment) => environment?.connections?.[name]?.endpoint ?? written ?? [],
    );
  const sourceWith = (arn: string): string | undefined =>
    Object.entries(sources).find(([name, { endpoint }]) => endpointsOf(name, endpoint).includes(arn))?.[0];
  const jobs = new Map<string, string>();
  return departments.flatMap(({ place, data }) =>
    place(
      data.jobs.flatMap((job, index): Finding[] => {
        const target = job.target ?? data.target;
        const { engine, endpoint } = targets[target] ?? {};
        const arns = endpointsOf(target, endpoint);
        const at = {
          path: ['jobs', index, job.target === undefined ? 'name' : 'target'],
          value: job.target ?? job.name,
        };
        const source = arns.map(sourceWith).find((name) => name !== undefined);
        if (source !== undefined)
          return [
            {
              ...at,
              message: `the endpoint of "${target}" is also that of the source "${source}": an endpoint is a source or a target`,
              hint: 'write the ARN of the target under connections of the environment',
            },
          ];
        if (engine !== 's3') return [];
        const other = arns.map((arn) => jobs.get(arn)).find((name) => name !== undefined);
        if (other === undefined) {
          for (const arn of arns) jobs.set(arn, `${data.department}/${job.name}`);
          return [];
        }
        return [
          {
            ...at,
            message: `the endpoint of "${target}" is also that of ${other}: an existing endpoint of the lake is for one job, as its folder is`,
            hint: 'add another target with engine: s3 to connections.yaml, with an endpoint of its own',
          },
        ];
      }),
    ),
  );
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
