import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildError, UnexpectedShape } from './unexpected-shape';

/**
 * Folders of a function's parts: files that it loads only when needed, such as the driver and the
 * checks of one engine.
 */
const partsFolders = ['checks', 'drivers'];
const partPath = new RegExp(`^\\./(${partsFolders.join('|')})/[a-z-]+$`);

/** esbuild's entry points for the parts of a function, each a file beside its `index.js`. */
export function partEntryPoints(projectRoot: string, name: string): { in: string; out: string }[] {
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
 * Leaves `import('./drivers/postgres')` in a function's own files as an import of another file.
 * Bundled into one file, all drivers would be read and compiled at each cold start. Needs esbuild's
 * metafile.
 */
export const keepDynamicImports: Plugin = {
  name: 'keep-dynamic-imports',
  setup(build) {
    build.onResolve({ filter: partPath }, ({ path, kind, resolveDir, importer }) => {
      const projectRoot = build.initialOptions.absWorkingDir ?? process.cwd();
      const [top, , ...deeper] = relative(projectRoot, resolveDir).split(sep);
      // Relative to index.js, the path is the same only from the function's own folder.
      if (top !== 'functions' || deeper.length > 0) return undefined;
      if (kind !== 'dynamic-import') return { errors: [buildError(importer, notDynamic(path))] };
      if (!existsSync(join(resolveDir, `${path}.ts`))) return { errors: [buildError(importer, notAPart)] };
      return { path: `${path}.js`, external: true };
    });
    build.onEnd(({ metafile }) => {
      const inputs = Object.entries(metafile?.inputs ?? {});
      const bundled = inputs.filter(
        ([path, { imports }]) =>
          !path.includes('node_modules') &&
          imports.some(({ kind, external }) => kind === 'dynamic-import' && external !== true),
      );
      return { errors: bundled.map(([path]) => buildError(path, notAPart)) };
    });
  },
};

const notAPart = new UnexpectedShape(
  "each import() to name an existing file in a function's checks/ or drivers/, from a file directly in the function's folder",
  'import statically what every call needs; move the rest to functions/<name>/drivers/ or functions/<name>/checks/',
);

function notDynamic(path: string): UnexpectedShape {
  return new UnexpectedShape(
    `${path} to be imported by import(), because a static import loads it at each cold start`,
    `write await import('${path}') where it is needed`,
  );
}
