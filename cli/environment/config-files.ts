import type { ConfigFile } from '../../core/config/reading/yaml-file';
import { ConfigFolderNotFound, readConfigFolder } from '../../infra/read-config-folder';
import { wrongUse } from '../errors/exit-codes';
import { pathIn, type Shell } from '../shell';

/** Reads the folder of --config. Paths begin with the folder as the user typed it. */
export function readConfigFiles(shell: Shell, folder: string): readonly ConfigFile[] {
  const root = pathIn(shell, folder);
  try {
    return readConfigFolder(root).map((file) => ({
      ...file,
      path: file.path.startsWith(root)
        ? `${folder.replace(/\/+$/, '')}${file.path.slice(root.length)}`
        : file.path,
    }));
  } catch (error) {
    if (error instanceof ConfigFolderNotFound) throw wrongUse(error.message, { cause: error });
    throw error;
  }
}
