import { dmsTags, keysUnfitForDms, mostDmsTags } from '../../model/dms-tags';
import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';

type Tags = Readonly<Record<string, string>>;

/** Warns of tags that resources of DMS do not get, where they are written. */
export function checkTags({ departments, environments }: CheckedFiles): Problem[] {
  const common: Tags = Object.assign({}, ...environments.map(({ data }) => data.tags ?? {}));
  return [
    ...environments.flatMap(({ place, data }) =>
      place([...unfit(data.tags, []), ...tooMany({}, data.tags, [])]),
    ),
    ...departments.flatMap(({ place, data }) => {
      const ofDepartment = { ...common, ...data.tags };
      return place([
        ...unfit(data.tags, []),
        ...tooMany(common, data.tags, []),
        ...data.jobs.flatMap(({ tags }, index) => [
          ...unfit(tags, ['jobs', index]),
          ...tooMany(ofDepartment, tags, ['jobs', index]),
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
