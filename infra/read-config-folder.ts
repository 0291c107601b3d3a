import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFile } from '../core/config/reading/yaml-file';

/** Error for a folder, given with --config or `-c config=`, that cannot be read. */
export class ConfigFolderNotFound extends Error {
  override readonly name = 'ConfigFolderNotFound';

  constructor(folder: string, cause: unknown) {
    super(
      `cannot read the configuration folder "${folder}": name a folder with connections.yaml and departments/`,
      {
        cause,
      },
    );
  }
}

/**
 * Reads the YAML files of a configuration folder, sorted by path, for `loadConfig`. Skips hidden
 * files and files that are not YAML.
 * @throws ConfigFolderNotFound
 */
export function readConfigFolder(folder: string): ConfigFile[] {
  return yamlPaths(folder).map((path) => ({ path, ...readText(path) }));
}

function readText(path: string): Omit<ConfigFile, 'path'> {
  const bytes = readFileSync(path);
  return isUtf8(bytes)
    ? { text: bytes.toString('utf8') }
    : { text: '', unreadable: 'is not UTF-8: save it as UTF-8' };
}

function yamlPaths(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[^.].*\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
      .sort();
  } catch (error) {
    throw new ConfigFolderNotFound(folder, error);
  }
}
