import type { Problem } from './problem';
import type { ConfigFile } from './yaml-file';

/**
 * Problem of a file that is not part of the configuration: an error if it looks like configuration, such as LEGAL.YAML,
 * finance.json or finance.yaml.txt, else a warning.
 */
export function unreadFile({ path }: ConfigFile): Problem {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = name.replace(/\.(ya?ml|json)(\.[^.]*)?$/i, '');
  const looksRight = stem !== name && !/(~|\.(bak|orig|old|swp|tmp))$/i.test(name);
  return {
    severity: looksRight ? 'error' : 'warning',
    file: path,
    line: 1,
    column: 1,
    path: '',
    message: 'this file is ignored',
    hint: hintFor(path, name, stem, looksRight),
  };
}

function hintFor(path: string, name: string, stem: string, looksRight: boolean): string {
  if (!looksRight) return 'remove it, or move it out of the configuration folder';
  const isInPlace = /(^|\/)(departments|environments)\/[^/]+$/.test(path);
  if (/\.json$/i.test(name)) return `write it as YAML in ${stem}.yaml`;
  if (isInPlace || stem.toLowerCase() === 'connections')
    return `rename it to ${stem.toLowerCase() === 'connections' ? 'connections' : stem}.yaml`;
  return 'move it to departments/ or environments/, or name it connections.yaml';
}

/** Warning for a configuration that moves nothing. `discover` works without departments. */
export function withoutDepartments(folder: string): Problem {
  return {
    severity: 'warning',
    file: `${folder}departments`,
    line: 1,
    column: 1,
    path: '',
    message: 'there is no department: nothing will be moved',
    hint: 'add departments/<name>.yaml, or write one with lakeferry discover',
  };
}
