import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';
import { mostTags } from '../schema/name-fields';

type Tags = Readonly<Record<string, string>>;

/**
 * Tags that the resources of a department or job get from several places. DMS allows 10 tags per resource
 * (docs/aws-facts/dms-api.md#dms-tags). IAM does not distinguish keys by case (API TagRole).
 */
export function checkTags({ departments, environments }: CheckedFiles): Problem[] {
  const outer: readonly (Tags | undefined)[] =
    environments.length === 0 ? [undefined] : environments.map(({ data }) => data.tags);
  const found = outer.flatMap((ofEnvironment) =>
    departments.flatMap(({ place, data }) =>
      place([
        ...together(['tags'], [ofEnvironment, data.tags]),
        ...data.jobs.flatMap((job, index) =>
          job.tags === undefined
            ? []
            : together(['jobs', index, 'tags'], [ofEnvironment, data.tags, job.tags]),
        ),
      ]),
    ),
  );
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function together(path: readonly PropertyKey[], tags: readonly (Tags | undefined)[]): Finding[] {
  const all = Object.keys(Object.assign({}, ...tags));
  const byCase = new Map<string, string>();
  const twins = all.filter((key) => {
    const other = byCase.get(key.toLowerCase());
    byCase.set(key.toLowerCase(), key);
    return other !== undefined;
  });
  return [
    ...(all.length > mostTags
      ? [
          {
            path,
            value: all.length,
            message: `with the tags of environment and department these are ${all.length} tags: DMS allows 10 per resource, and Lakeferry adds its own`,
            hint: `keep at most ${mostTags}`,
          },
        ]
      : []),
    ...twins.map((key) => ({
      path,
      value: key,
      message: `the tag "${key}" is written in two ways: IAM does not distinguish upper and lower case`,
      hint: 'write it in one way everywhere',
    })),
  ];
}
