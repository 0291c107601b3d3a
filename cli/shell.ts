import { resolve } from 'node:path';
import pc from 'picocolors';

/** Terminal of a command. Tests provide their own. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** A terminal that a person sees: lines may be redrawn. */
  readonly interactive: boolean;
  readonly colour: boolean;
  /** Columns of a line. */
  width(): number;
  /** Lines of the screen. */
  height(): number;
  now(): Date;
  /** Prints results: one or more whole lines. */
  print(text: string): void;
  /** Prints progress and warnings on stderr. */
  remark(text: string): void;
  /** Writes raw text to stdout, for lines that are redrawn. */
  draw(text: string): void;
}

const paperWidth = 80;

export function machineShell(): Shell {
  const { stdout, stderr, env } = process;
  const interactive = stdout.isTTY === true && env['TERM'] !== 'dumb';
  return {
    env,
    workingFolder: process.cwd(),
    interactive,
    colour: interactive && (env['NO_COLOR'] ?? '') === '',
    width: () => (interactive ? Math.max(40, stdout.columns) : paperWidth),
    height: () => (interactive ? Math.max(10, stdout.rows) : Number.POSITIVE_INFINITY),
    now: () => new Date(),
    print: (text) => stdout.write(`${text}\n`),
    remark: (text) => stderr.write(`${text}\n`),
    draw: (text) => stdout.write(text),
  };
}

export type Ink = ReturnType<typeof pc.createColors>;

export function inkOf(shell: Shell): Ink {
  return pc.createColors(shell.colour);
}

export function pathIn(shell: Shell, path: string): string {
  return resolve(shell.workingFolder, path);
}
