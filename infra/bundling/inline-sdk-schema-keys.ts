import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { withoutErrorClasses } from './drop-sdk-error-classes';

/**
 * The SDK's schemas have keys such as `[_hE]`, where `_hE` is a constant. esbuild cannot tell that to compute it does nothing else, and
 * keeps the schemas of every operation of a service: 80 KB a function. With the key written out it drops what is not in use.
 */
export const plainSchemaKeys: Plugin = {
  name: 'plain-schema-keys',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/ },
      async ({ path }) => ({
        contents: withoutErrorClasses(withPlainKeys(await readFile(path, 'utf8'))),
        loader: 'js',
      }),
    );
  },
};

/** Writes out computed keys that are text constants of the same file. */
export function withPlainKeys(source: string): string {
  const constants = new Map<string, string>();
  for (const [, name, text] of source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm))
    if (name !== undefined && text !== undefined) constants.set(name, text);
  return source.replaceAll(/\[(_\w+)\]:/g, (key: string, name: string) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}:`;
  });
}
