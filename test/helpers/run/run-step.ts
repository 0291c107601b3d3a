import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs that a step calls, as scripts of bash. `calls` is the file that each adds its arguments to. */
export type Stubs = Readonly<Record<string, string>>;

export interface RanStep {
  readonly status: number | null;
  readonly stderr: string;
  /** Calls of the stubs, each with its arguments one per line. */
  readonly calls: readonly (readonly string[])[];
  /** Outputs of the step, as GitHub reads them. */
  readonly output: string;
  readonly summary: string;
}

/** Runs the script of a step as GitHub does with `shell: bash`, where the programs it calls are stubs. */
export function runStep(script: string, env: Readonly<Record<string, string>>, stubs: Stubs): RanStep {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-step-'));
  try {
    const inFolder = (name: string): string => join(folder, name);
    mkdirSync(inFolder('bin'));
    mkdirSync(inFolder('work'));
    for (const name of ['calls', 'output', 'summary']) writeFileSync(inFolder(name), '');
    for (const [name, body] of Object.entries(stubs)) {
      const note = `{ printf '%s\\0' ${name} "$@"; printf '\\n\\0'; } >> '${inFolder('calls')}'`;
      writeFileSync(inFolder(`bin/${name}`), `#!/bin/bash\n${note}\n${body}\n`);
      chmodSync(inFolder(`bin/${name}`), 0o755);
    }
    writeFileSync(inFolder('step.sh'), script);
    const shell = ['--noprofile', '--norc', '-eo', 'pipefail', inFolder('step.sh')];
    const { status, stderr } = spawnSync('bash', shell, {
      cwd: inFolder('work'),
      encoding: 'utf8',
      env: {
        ...env,
        PATH: [inFolder('bin'), process.env['PATH']].join(delimiter),
        GITHUB_OUTPUT: inFolder('output'),
        GITHUB_STEP_SUMMARY: inFolder('summary'),
      },
    });
    const read = (name: string): string => readFileSync(inFolder(name), 'utf8');
    const calls = read('calls')
      .split('\n\0')
      .filter((one) => one !== '')
      .map((one) => one.split('\0').slice(0, -1));
    return { status, stderr, calls, output: read('output'), summary: read('summary') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
