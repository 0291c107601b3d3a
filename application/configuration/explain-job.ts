import { type ConfigFile, readYaml, type YamlFile } from '../../core/config/reading/yaml-file';
import type { JobPlan } from '../../core/planning/job-plan';
import type { ExplainedEnvironment } from './environment-keys';
import { type Explained, resolvedKeys } from './resolved-keys';

type Path = readonly PropertyKey[];

/** Settings of a job with the file and line that each comes from, or as defaults. The configuration is valid. */
export function explainJob(
  files: readonly ConfigFile[],
  plan: ExplainedEnvironment,
  job: JobPlan,
): readonly Explained[] {
  const { environment, department, job: name } = job.identity;
  const yaml = files.filter(({ path }) => /\.ya?ml$/.test(path)).map(readYaml);
  const fileWith = (folder: string, key: string, value: string): YamlFile | undefined =>
    yaml.find((file) => file.path.includes(folder) && at(file.value, [key]) === value);
  const inDepartment = fileWith('departments/', 'department', department);
  const inEnvironment = fileWith('environments/', 'environment', environment);
  const connections = yaml.find(({ path }) => /(^|\/)connections\.ya?ml$/.test(path));
  const jobs = at(inDepartment?.value, ['jobs']);
  const index = Array.isArray(jobs) ? jobs.findIndex((one) => at(one, ['name']) === name) : -1;
  return resolvedKeys(job, plan).map(
    ({ key, value, keys = key.split('.'), ofJob, connection, above = [] }) => {
      const places: readonly (readonly [YamlFile | undefined, Path])[] =
        connection === undefined
          ? [
              [inDepartment, ['jobs', index, ...keys]],
              ...(above.includes('department') ? ([[inDepartment, keys]] as const) : []),
              ...(above.includes('environment') ? ([[inEnvironment, keys]] as const) : []),
            ]
          : [
              ...(ofJob === undefined ? [] : ([[inDepartment, ['jobs', index, ...ofJob]]] as const)),
              [inEnvironment, ['connections', connection, ...keys]],
              [connections, ['sources', connection, ...keys]],
              [connections, ['targets', connection, ...keys]],
            ];
      const found = places.find(([file, path]) => at(file?.value, path) !== undefined);
      const place = found?.[0]?.place({ path: found[1], message: '', onKey: true });
      return { key, value, ...(place === undefined ? {} : { file: place.file, line: place.line }) };
    },
  );
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
