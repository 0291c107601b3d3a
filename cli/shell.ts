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
  /** Writes raw text to stdout, for lines that are redrawn and for data in files. */
  draw(text: string): void;
  /** Asks the person a question. Absent: nobody can answer. */
  ask?(question: string): Promise<string>;
  /** Further parameters of own styles, by which `print` knows them. Absent: all text is printed as it is. */
  readonly styleMark?: string;
  /** Text as `print` and `remark` show it, for `draw`. */
  printable?(text: string): string;
}

const paperWidth = 80;

export function machineShell(): Shell {
  const { stdin, stdout, stderr, env } = process;
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
    ...(interactive && stdin.isTTY === true ? { ask: (question) => ask(question) } : {}),
  };
}

async function ask(question: string): Promise<string> {
  const { createInterface }: typeof import('node:readline/promises') = require('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

export type Ink = ReturnType<typeof pc.createColors>;

export function inkOf({ colour, styleMark }: Pick<Shell, 'colour' | 'styleMark'>): Ink {
  const ink = pc.createColors(colour);
  if (!colour || styleMark === undefined) return ink;
  const marked = Object.entries(ink).map(([name, style]) => [
    name,
    typeof style === 'function' ? markedStyle(style, styleMark) : style,
  ]);
  return Object.assign({ ...ink }, Object.fromEntries(marked));
}

/** Style whose sequences bear the mark. A style that ends within the text begins again. */
function markedStyle(style: (text: string) => string, mark: string): (text: string) => string {
  const [open = '', close = ''] = style('\u0000')
    .split('\u0000')
    .map((one) => one.replace(/m$/, `${mark}m`));
  return (text) => `${open}${String(text).replaceAll(close, `${close}${open}`)}${close}`;
}

export function pathIn(shell: Shell, path: string): string {
  return resolve(shell.workingFolder, path);
}
