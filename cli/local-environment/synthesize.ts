import { spawn } from 'node:child_process';
import { join } from 'node:path';

const repository = join(__dirname, '..', '..');
const typescript = join(repository, 'cli', 'typescript.js');

export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
}

/**
 * Runs the CDK app for the environment and resolves when the assembly is in `outFolder`. The app has a process of its own, so
 * that CDK's memory is freed when it ends. CDK's template validation is off: it takes four fifths of the time, and the templates
 * are validated by `cdk synth`, `cdk deploy` and `npm run check`.
 */
export async function synthesize(
  configFolder: string,
  environment: string,
  outFolder: string,
  signal: AbortSignal,
  progressed: (detail: string) => void = () => undefined,
  /** Folder of functions that were bundled before. Absent: the app bundles them. */
  bundles?: string,
): Promise<void> {
  const child = spawn(process.execPath, ['--require', typescript, join(repository, 'infra', 'app.ts')], {
    cwd: repository,
    signal,
    env: {
      ...process.env,
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: outFolder,
      CDK_CONTEXT_JSON: JSON.stringify({ config: configFolder, environment, bundles }),
    },
    // The channel carries the progress of the app.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.on('message', (message) => progressed(String(message)));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = `${output}${chunk.toString('utf8')}`.slice(-20_000);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new SynthFailed(`the CDK app ended with code ${code ?? 'none'}:\n${output.trim()}`);
}
