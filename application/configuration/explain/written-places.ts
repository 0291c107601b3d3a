import { valueAt } from '../../../core/config/reading/schema-forms';
import type { YamlFile } from '../../../core/config/reading/yaml-file';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { WrittenFiles } from './files-of';
import { type Explained, type SettingGroup, textOf } from './setting';

type Path = readonly PropertyKey[];
export type Place = readonly [YamlFile | undefined, Path];

/** The setting with the first of the places that has it. Nothing if it has no effect and no place. `value`: what it is after all defaults. */
export function explainedAt(
  places: readonly Place[],
  group: SettingGroup,
  key: string,
  value: (written: unknown) => string | undefined,
): readonly Explained[] {
  const found = places.find(([file, path]) => valueAt(file?.value, path) !== undefined);
  const inFile = found && valueAt(found[0]?.value, found[1]);
  const shown = value(inFile) ?? (inFile === undefined ? undefined : textOf(inFile));
  if (shown === undefined) return [];
  const place = found?.[0]?.place({ path: found[1], message: '', onKey: true });
  return [
    { group, key, value: shown, ...(place === undefined ? {} : { file: place.file, line: place.line }) },
  ];
}

/** Places that can set a setting of the job, the one that overrides the others first. */
export function placesOf(
  files: WrittenFiles,
  job: JobPlan,
  group: SettingGroup,
  key: string,
): readonly Place[] {
  const keys = key.split('.');
  if (group === 'environment') return [[files.environment, keys]];
  if (group === 'department') return [[files.department, keys]];
  if (group === 'source' || group === 'target')
    return [
      ...(key === 'endpoint' ? [resourceOf(files, job, [`${group}-endpoint`])] : []),
      ...connectionPlaces(files, group, job[group], key === 'ssl of checks' ? ['ssl'] : keys),
    ];
  if (group === 'replication-instance')
    return job.replicationInstance === undefined
      ? [[files.environment, keys]]
      : ofNamedInstance(files, job, keys);
  const inherits = (from: readonly string[]): boolean => from.includes(keys[0] ?? '');
  return [
    ...written(keys).map((path): Place => [files.department, ['jobs', files.index, ...path]]),
    ...(inherits(ofDepartment) ? written(keys).map((path): Place => [files.department, path]) : []),
    ...(inherits(ofEnvironment) ? written(keys).map((path): Place => [files.environment, path]) : []),
  ];
}

/** Settings of a job for which its department has a default. */
const ofDepartment = ['source', 'target', 'time-zone', 'lake', 'notify', 'tags'];
const ofEnvironment = ['notify', 'tags'];

/** `format: csv` is short for its type, and `partitions` is a name for a layout. */
function written(keys: Path): readonly Path[] {
  const key = keys.join('.');
  if (key === 'format.type') return [keys, ['format']];
  return key === 'lake.layout' ? [keys, ['lake', 'partitions']] : [keys];
}

/** Place in the mapping that names the instance. A key that it lacks is a default, even if another mapping has the key. */
function ofNamedInstance(
  files: WrittenFiles,
  job: JobPlan,
  [instance = '', ...keys]: readonly string[],
): readonly Place[] {
  const mappings = [
    resourceOf(files, job, [instance]),
    ...connectionPlaces(files, 'source', job.source, [instance]),
  ];
  const naming = mappings.find(([file, path]) => valueAt(file?.value, path) !== undefined);
  return naming === undefined ? [] : [[naming[0], [...naming[1], ...keys]]];
}

function resourceOf(
  { department, index }: WrittenFiles,
  { identity: { environment } }: JobPlan,
  keys: Path,
): Place {
  return [department, ['jobs', index, 'existing', environment, ...keys]];
}

function connectionPlaces(
  { environment, connections }: WrittenFiles,
  side: 'source' | 'target',
  name: string,
  keys: Path,
): readonly Place[] {
  return [
    [environment, ['connections', name, ...keys]],
    [connections, [`${side}s`, name, ...keys]],
  ];
}
