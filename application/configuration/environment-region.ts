import { parse } from 'yaml';
import type { ConfigFile } from '../../core/config/reading/yaml-file';

/** Returns the region that the environment's file names, also where another file is invalid. Undefined without one. */
export function environmentRegion(files: readonly ConfigFile[], environment: string): string | undefined {
  const file = files.find(({ path }) =>
    ['yaml', 'yml'].some((ending) => path.endsWith(`environments/${environment}.${ending}`)),
  );
  if (file === undefined) return undefined;
  try {
    const value: unknown = parse(file.text);
    const region = typeof value === 'object' && value !== null ? Reflect.get(value, 'region') : undefined;
    return typeof region === 'string' ? region : undefined;
  } catch {
    return undefined;
  }
}
