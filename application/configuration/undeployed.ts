import { loadConfig } from '../../core/config/load-config';
import type { ConfigFile } from '../../core/config/reading/yaml-file';

/** Job or load of the files, with the file of its department. */
export interface NameInFile {
  readonly key: string;
  readonly file: string;
}

/** Jobs and loads of the files, ascending; none where the configuration is invalid. */
export function namesInFiles(files: readonly ConfigFile[], now: Date): readonly NameInFile[] {
  const loaded = loadConfig(files, now);
  if (!loaded.ok) return [];
  return loaded.config.departments
    .flatMap(({ department, jobs, loads = [] }) =>
      [...jobs, ...loads].map(({ name }) => ({
        key: `${department}/${name}`,
        file: fileOf(files, department),
      })),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function fileOf(files: readonly ConfigFile[], department: string): string {
  const names = ['yaml', 'yml'].map((ending) => `departments/${department}.${ending}`);
  const found = files.find(({ path }) => names.some((name) => path.endsWith(name)));
  return found?.path ?? `config/departments/${department}.yaml`;
}
