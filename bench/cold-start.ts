import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../infra/bundling/bundle-functions';
import { type Measurement, median } from './measurement';

/**
 * Time that Node takes to read the code of a function, without Lambda's own start and the download
 * of the layer.
 */
export async function coldStart(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-'));
  try {
    await bundleFunctions(['check-source'], folder);
    const home = join(folder, 'check-source');
    const milliseconds = (...files: readonly string[]): number => {
      const script = `const t = performance.now(); ${files.map((file) => `require(${JSON.stringify(file.endsWith('.js') ? join(home, file) : file)});`).join(' ')} process.stdout.write(String(performance.now() - t))`;
      const run = (): number =>
        Number(
          execFileSync(process.execPath, ['-e', script], {
            env: { ...process.env, NODE_PATH: join(__dirname, '..', 'node_modules') },
          }).toString(),
        );
      return median(Array.from({ length: 5 }, run));
    };
    const parts = [
      ['without a driver', []],
      ['with the driver of PostgreSQL', ['drivers/postgres.js']],
      ['with the driver of Oracle and the layer', ['drivers/oracle.js', 'oracledb']],
    ] as const;
    return parts.map(([what, files]) => ({
      name: `reading the code of check-source, ${what}`,
      value: milliseconds('index.js', ...files),
      unit: 'ms',
      how: 'require of the bundle in a new Node of this machine, median of 5; without Lambda’s own start and the unpacking of the layer',
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
