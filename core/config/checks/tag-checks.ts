import { dmsTags, keysUnfitForDms, mostDmsTags } from '../../model/dms-tags';
import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';

type Tags = Readonly<Record<string, string>>;

/** Tags that resources of DMS do not get, as warnings, and keys that IAM does not distinguish. */
export function checkTags({ departments, environments }: CheckedFiles): Problem[] {
  const common: Tags = Object.assign({}, ...environments.map(({ data }) => data.tags ?? {}));
  return [
    ...environments.flatMap(({ place, data }) =>
      place([...unfit(data.tags, []), ...tooMany({}, data.tags, []), ...twins({}, data.tags, [])]),
    ),
    ...departments.flatMap(({ place, data }) => {
      const ofDepartment = { ...common, ...data.tags };
      return place([
        ...unfit(data.tags, []),
        ...tooMany(common, data.tags, []),
        ...twins(common, data.tags, []),
        ...data.jobs.flatMap(({ tags }, index) => [
          ...unfit(tags, ['jobs', index]),
          ...tooMany(ofDepartment, tags, ['jobs', index]),
          ...twins(ofDepartment, tags, ['jobs', index]),
        ]),
      ]);
    }),
  ];
}

function unfit(tags: Tags = {}, path: readonly PropertyKey[]): Finding[] {
  return keysUnfitForDms(tags).map((key) => ({
    severity: 'warning',
    path: [...path, 'tags', key],
    value: tags[key],
    message: `endpoints, instances and tasks of DMS do not get the tag "${key}" = "${tags[key]}": DMS takes other characters`,
    hint: 'to have it there, use 1 to 256 letters, digits, spaces and _ . : / = + - in key and value, without aws: or dms: at the start',
  }));
}

/** Reported where the number is exceeded, with the tags of this place that are left off. */
function tooMany(outer: Tags, tags: Tags = {}, path: readonly PropertyKey[]): Finding[] {
  const all = { ...outer, ...tags };
  const left = Object.keys(tags).filter(
    (key) => !(key in dmsTags(all)) && !keysUnfitForDms(all).includes(key),
  );
  if (left.length === 0) return [];
  return [
    {
      severity: 'warning',
      path: [...path, 'tags'],
      value: Object.keys(all).length,
      message: `endpoints, instances and tasks of DMS do not get the tag${left.length === 1 ? '' : 's'} ${left.map((key) => `"${key}"`).join(', ')}: DMS takes 10 tags per resource, and Lakeferry adds ${10 - mostDmsTags} of its own`,
      hint: `to have ${left.length === 1 ? 'it' : 'them'} there, write at most ${mostDmsTags} tags for environment, department and job together`,
    },
  ];
}

/** Roles have the tags as well, and IAM does not distinguish keys by case (API TagRole). */
function twins(outer: Tags, tags: Tags = {}, path: readonly PropertyKey[]): Finding[] {
  const all = [...Object.keys(outer), ...Object.keys(tags)];
  return Object.keys(tags)
    .filter((key) =>
      all
        .slice(0, all.lastIndexOf(key))
        .some((one) => one !== key && one.toLowerCase() === key.toLowerCase()),
    )
    .map((key) => ({
      path: [...path, 'tags'],
      value: key,
      message: `the tag "${key}" is written in two ways: IAM does not distinguish upper and lower case`,
      hint: 'write it in one way everywhere',
    }));
}
