import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionFolders } from './function-assets';
import { type Bench, type Measurement, median } from './measurement';

const root = join(__dirname, '..');

/** Synthesizes the app for `environment` into `folder`, as `cdk synth` does, in its own process. */
export function synthesize(environment: string, folder: string, config = 'config'): void {
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ environment, config }) },
  });
  if (done.status !== 0) throw new Error(`the app does not synthesize: ${done.stderr}`);
}

export const synth: Bench = {
  name: 'synthesis',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-synth-'));
    try {
      const seconds = [1, 2, 3].map(() => {
        const start = performance.now();
        synthesize('dev', folder);
        return (performance.now() - start) / 1000;
      });
      return [
        {
          name: 'synthesize the app, bundling every function',
          value: median(seconds),
          unit: 's',
          how: 'a whole process each time, as `cdk synth` starts it, median of 3',
        },
        ...bundleSizes(folder),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function bundleSizes(folder: string): Measurement[] {
  return functionFolders(folder).map(({ name, path }) => ({
    name: `bundle of ${name}`,
    value: readdirSync(path)
      .filter((file) => file.endsWith('.js'))
      .reduce((bytes, file) => bytes + statSync(join(path, file)).size / 1024, 0),
    unit: 'KB',
    aim: { atMost: 400 },
    how: 'minified JavaScript in the synthesized asset, without its source map',
  }));
}
