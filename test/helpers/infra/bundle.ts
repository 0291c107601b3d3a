import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { runFolder } from '../run/run-folder';

/** Path -> text of the files of a small project. */
export type Files = Readonly<Record<string, string>>;

/**
 * Bundles `entry` of such a project with one plugin. Returns the bundle's text; throws with the
 * build's errors.
 */
export async function bundle(plugin: Plugin, files: Files, entry = 'main.js'): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(runFolder() ?? tmpdir(), 'bundle-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [join(folder, entry)],
    bundle: true,
    platform: 'node',
    plugins: [plugin],
    metafile: true,
    write: false,
    outdir: folder,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
