import type { YamlFile } from '../../../core/config/reading/yaml-file';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { SettingGroup } from './setting';

type Path = readonly PropertyKey[];
type Place = readonly [YamlFile | undefined, Path];

/** Files that can set something of a job. */
export interface FilesOfJob {
  readonly department: YamlFile | undefined;
  readonly environment: YamlFile | undefined;
  readonly connections: YamlFile | undefined;
  /** Position of the job in its department's file. */
  readonly index: number;
}

/** Places that can set a setting of the job, the one that overrides the others first. */
export function placesOf(
  files: FilesOfJob,
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
      : [resourceOf(files, job, keys), ...connectionPlaces(files, 'source', job.source, keys)];
  const inherits = (from: readonly string[]): boolean => from.some((start) => keys[0] === start);
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

function resourceOf(
  { department, index }: FilesOfJob,
  { identity: { environment } }: JobPlan,
  keys: Path,
): Place {
  return [department, ['jobs', index, 'existing', environment, ...keys]];
}

function connectionPlaces(
  { environment, connections }: FilesOfJob,
  side: 'source' | 'target',
  name: string,
  keys: Path,
): readonly Place[] {
  return [
    [environment, ['connections', name, ...keys]],
    [connections, [`${side}s`, name, ...keys]],
  ];
}
