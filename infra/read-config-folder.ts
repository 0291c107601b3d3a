import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
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
 * Reads the files of a configuration folder, sorted by path, for `loadConfig`, which reports those
 * that are not YAML. Their text is empty. Skips hidden files, Markdown and Lakeferry's own schemas.
 * @throws ConfigFolderNotFound
 */
export function readConfigFolder(folder: string): ConfigFile[] {
  return paths(folder).map((path) => ({ path, ...(/\.ya?ml$/.test(path) ? readText(path) : { text: '' }) }));
}

function readText(path: string): Omit<ConfigFile, 'path'> {
  const bytes = readFileSync(path);
  return isUtf8(bytes)
    ? { text: bytes.toString('utf8') }
    : { text: '', unreadable: 'is not UTF-8: save it as UTF-8' };
}

function paths(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(isFile)
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !skipped.test(`/${relative(folder, path).replaceAll('\\', '/')}`))
      .map((path) => path.replaceAll('\\', '/'))
      .sort();
  } catch (error) {
    throw new ConfigFolderNotFound(folder, error);
  }
}

/** Hidden files and folders, texts for people, and the schemas that Lakeferry writes. */
const skipped = /\/\.|\.md$|^\/(department|connections|environment)\.schema\.json$/i;

/** Links count as what they lead to: mounted configuration consists of links. */
function isFile(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile() === true;
}
