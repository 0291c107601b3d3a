import { run } from '../../cli/main';
import type { Shell } from '../../cli/shell';

export interface Spoken {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly interactive?: boolean;
  readonly colour?: boolean;
  readonly width?: number;
  readonly now?: Date;
}

/** A terminal that keeps what it is told. */
export function scriptedShell(options: ShellOptions = {}): Shell & { stdout: string; stderr: string } {
  return {
    stdout: '',
    stderr: '',
    env: options.env ?? {},
    workingFolder: options.workingFolder ?? process.cwd(),
    interactive: options.interactive ?? false,
    colour: options.colour ?? false,
    width: () => options.width ?? 80,
    height: () => 40,
    now: () => options.now ?? new Date('2026-11-21T02:00:00Z'),
    print(text) {
      this.stdout += `${text}\n`;
    },
    remark(text) {
      this.stderr += `${text}\n`;
    },
    draw(text) {
      this.stdout += text;
    },
  };
}

/** Runs one command line, such as `lakeferry('plan', 'sales')`. With --json, its output has to fit its JSON Schema. */
export async function lakeferry(args: readonly string[], options: ShellOptions = {}): Promise<Spoken> {
  const shell = scriptedShell(options);
  const exitCode = await run(args, shell);
  if (args.includes('--json')) {
    const { checkJsonOutput }: typeof import('./json-output') = require('./json-output');
    checkJsonOutput(shell);
  }
  return { exitCode, stdout: shell.stdout, stderr: shell.stderr };
}
