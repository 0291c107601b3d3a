import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';

/** Folders of a function's parts: files that it reads only when it needs them, such as the driver and the checks of one engine. */
const partsFolders = ['checks', 'drivers'];

/** esbuild's entry points for the parts of a function, each a file beside its `index.js`. */
export function partsOf(projectRoot: string, name: string): { in: string; out: string }[] {
  return partsFolders.flatMap((parts) => {
    const folder = join(projectRoot, 'functions', name, parts);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => ({ in: join(folder, file), out: join(name, parts, file.replace(/\.ts$/, '')) }));
  });
}

/**
 * Leaves `import('./drivers/postgres')` in a function's own files as what it is: another file. Bundled into one, all the drivers
 * would be read and compiled at each cold start.
 */
export const partFiles: Plugin = {
  name: 'part-files',
  setup(build) {
    build.onResolve(
      { filter: new RegExp(`^\\./(${partsFolders.join('|')})/[a-z-]+$`) },
      ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const [room, , ...deeper] = relative(build.initialOptions.absWorkingDir ?? '', resolveDir).split(sep);
        // Beside index.js the path is the same only from the function's own folder.
        if (room !== 'functions' || deeper.length > 0) return undefined;
        return { path: `${path}.js`, external: true };
      },
    );
  },
};
