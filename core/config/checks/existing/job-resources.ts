import { didYouMean } from '../../../nearest-name';
import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import { valueAt } from '../../reading/schema-forms';
import type { Environment } from '../../schema/environment-schema';
import type { Job } from '../../schema/job-schema';
import { EnvironmentName } from '../../schema/name-fields';
import { elsewhere } from './reach';

/** Existing resources that jobs name for environments that do not exist or cannot use them, or for some environments only. */
export function checkJobResources({ departments, environments, problems }: CheckedFiles): Problem[] {
  const all = environments.map(({ data }) => data);
  const isComplete = all.length > 0 && !problems.some(({ file }) => file.includes('environments/'));
  return departments.flatMap(({ place, data, written }) =>
    place(
      data.jobs.flatMap((job, index) =>
        [
          ...ofKeys(writtenExisting(written, index), isComplete ? all : undefined),
          ...all.flatMap((one) => outOfReach(job, one)),
        ].map((finding) => ({ ...finding, path: ['jobs', index, 'existing', ...finding.path] })),
      ),
    ),
  );
}

/** `environments`: undefined if the files have errors by which some are not known. */
function ofKeys(existing: object | undefined, environments: readonly Environment[] | undefined): Finding[] {
  if (existing === undefined) return [];
  return [
    ...empty(existing),
    ...(environments === undefined ? [] : names(Object.keys(existing), environments)),
  ];
}

/** A job is deployed in each environment. Without its name, the job would silently use other endpoints there. */
function names(written: readonly string[], environments: readonly Environment[]): Finding[] {
  const known = environments.map(({ environment }) => environment);
  return [
    ...written
      .filter((name) => EnvironmentName.safeParse(name).success)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: [name],
        onKey: true,
        value: name,
        allowed: known,
        message: `"${name}" is not an environment`,
        hint: didYouMean(name, known).hint ?? `environments: ${known.join(', ')}`,
      })),
    ...known
      .filter((name) => !written.includes(name))
      .map((name) => ({
        path: [],
        onKey: true,
        message: `"existing" has nothing for the environment "${name}", in which the job is deployed too`,
        hint: `write "${name}: none" to use what the connections and the environment name, or the ARNs of ${name}`,
      })),
  ];
}

/** Value of `existing` in the file, with what has errors. Undefined: there is none. */
function writtenExisting(written: unknown, index: number): object | undefined {
  const existing = valueAt(written, ['jobs', index, 'existing']);
  return typeof existing === 'object' && existing !== null ? existing : undefined;
}

function empty(existing: object): Finding[] {
  return Object.entries(existing).flatMap(([name, named]: [string, unknown]) =>
    typeof named === 'object' && named !== null && Object.keys(named).length === 0
      ? [
          {
            path: [name],
            message: `this names nothing for the environment "${name}"`,
            hint: `write replication-instance, source-endpoint or target-endpoint, or "${name}: none"`,
          },
        ]
      : [],
  );
}

function outOfReach({ existing }: Job, environment: Environment): Finding[] {
  const { environment: name } = environment;
  const named = existing?.[name];
  if (named === undefined || named === 'none') return [];
  return [
    ...elsewhere(
      [name, 'replication-instance', 'arn'],
      named['replication-instance']?.arn,
      environment,
      hintOf(name),
    ),
    ...(['source-endpoint', 'target-endpoint'] as const).flatMap((key) =>
      elsewhere([name, key], named[key], environment, hintOf(name)),
    ),
  ];
}

function hintOf(environment: string): string {
  return `write the ARN of a resource in the account and region of ${environment}`;
}
