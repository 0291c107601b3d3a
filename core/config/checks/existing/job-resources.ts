import { didYouMean } from '../../../nearest-name';
import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Environment } from '../../schema/environment-schema';
import type { Job } from '../../schema/job-schema';
import { elsewhere } from './reach';

/** Existing resources that jobs name for environments that do not exist or cannot use them, or for some environments only. */
export function checkJobResources({ departments, environments, problems }: CheckedFiles): Problem[] {
  const all = environments.map(({ data }) => data);
  const isComplete = all.length > 0 && !problems.some(({ file }) => file.includes('environments/'));
  return departments.flatMap(({ place, data }) =>
    place(
      data.jobs.flatMap((job, index) =>
        [...(isComplete ? names(job, all) : []), ...all.flatMap((one) => outOfReach(job, one))].map(
          (finding) => ({ ...finding, path: ['jobs', index, 'existing', ...finding.path] }),
        ),
      ),
    ),
  );
}

/** A job is deployed in each environment. Without its name, the job would silently use other endpoints there. */
function names({ existing }: Job, environments: readonly Environment[]): Finding[] {
  if (existing === undefined) return [];
  const known = environments.map(({ environment }) => environment);
  return [
    ...Object.keys(existing)
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
      .filter((name) => existing[name] === undefined)
      .map((name) => ({
        path: [],
        onKey: true,
        message: `"existing" has nothing for the environment "${name}", in which the job is deployed too`,
        hint: `write "${name}: none" to use what the connections and the environment name, or the ARNs of ${name}`,
      })),
  ];
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
