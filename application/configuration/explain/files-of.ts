import { valueAt } from '../../../core/config/reading/schema-forms';
import { type ConfigFile, readYaml, type YamlFile } from '../../../core/config/reading/yaml-file';

/** Files that can set something of a job or a load. */
export interface WrittenFiles {
  readonly department: YamlFile | undefined;
  readonly environment: YamlFile | undefined;
  readonly connections: YamlFile | undefined;
  /** Position of the job or load in its department's file. */
  readonly index: number;
}

export function filesOf(
  files: readonly ConfigFile[],
  of: { readonly environment: string; readonly department: string },
  list: 'jobs' | 'loads',
  name: string,
): WrittenFiles {
  const yaml = files.filter(({ path }) => /\.ya?ml$/.test(path)).map(readYaml);
  const fileWith = (folder: string, key: string, value: string) =>
    yaml.find((file) => file.path.includes(folder) && valueAt(file.value, [key]) === value);
  const department = fileWith('departments/', 'department', of.department);
  const items = valueAt(department?.value, [list]);
  return {
    department,
    environment: fileWith('environments/', 'environment', of.environment),
    connections: yaml.find(({ path }) => /(^|\/)connections\.ya?ml$/.test(path)),
    index: Array.isArray(items) ? items.findIndex((one) => valueAt(one, ['name']) === name) : -1,
  };
}
