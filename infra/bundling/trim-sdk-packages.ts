import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const packageFile = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/;

/**
 * Keeps only the version of each SDK client's package.json. The client imports the file for its
 * user agent, and esbuild would bundle it whole: 2 KB per client.
 */
export const trimSdkPackages: Plugin = {
  name: 'trim-sdk-packages',
  setup(build) {
    build.onLoad({ filter: packageFile }, async ({ path }) => {
      const { version }: { readonly version?: unknown } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
