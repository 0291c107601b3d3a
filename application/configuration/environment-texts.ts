import { parse } from 'yaml';
import type { ConfigFile } from '../../core/config/reading/yaml-file';

/** Returns the text of a key in the environment's file, also where another file is invalid. Undefined without one. */
export function environmentText(
  files: readonly ConfigFile[],
  environment: string,
  key: 'name-prefix' | 'region',
): string | undefined {
  const text = files
    .filter(({ path }) => /(^|\/)environments\/[^/]+\.ya?ml$/.test(path))
    .map(({ text: written }) => keysOf(written))
    .find((keys) => keys['environment'] === environment)?.[key];
  return typeof text === 'string' ? text : undefined;
}

function keysOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
