import { parse } from 'yaml';
import type { ConfigFile } from '../../core/config/reading/yaml-file';

/** Returns the text of a key in the environment's file, also where another file is invalid. Undefined without one. */
export function environmentText(
  files: readonly ConfigFile[],
  environment: string,
  key: 'name-prefix' | 'region',
): string | undefined {
  const file = files.find(({ path }) =>
    ['yaml', 'yml'].some((ending) => path.endsWith(`environments/${environment}.${ending}`)),
  );
  if (file === undefined) return undefined;
  try {
    const value: unknown = parse(file.text);
    const text = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
