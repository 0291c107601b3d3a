import stringWidth from 'string-width';
import type { Shell } from '../shell';

/** Lines at the end of a terminal that are redrawn in place. Lines that stay are printed above them. */
export class LiveLines {
  readonly #shell: Shell;
  #drawn = 0;
  #lines: readonly string[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Replaces the live lines. Each is cut to the width: a line that wraps cannot be erased. */
  show(lines: readonly string[]): void {
    if (!this.#shell.interactive) return;
    this.#lines = lines
      .map((line) => this.#shell.printable?.(line) ?? line)
      .map((line) => (stringWidth(line) < this.#shell.width() ? line : cut(line, this.#shell.width() - 1)));
    this.#redraw();
  }

  /** Prints a line that stays. */
  print(line: string): void {
    this.#above(() => this.#shell.print(line));
  }

  /** Prints a line that stays on stderr. Written below the live lines, it would be erased in their place. */
  remark(line: string): void {
    this.#above(() => this.#shell.remark(line));
  }

  #above(write: () => void): void {
    if (this.#drawn > 0) this.#shell.draw(erase(this.#drawn));
    this.#drawn = 0;
    write();
    if (this.#shell.interactive) this.#redraw();
  }

  /** Keeps or erases the live lines. */
  end({ keep }: { readonly keep: boolean }): void {
    if (!keep && this.#drawn > 0) this.#shell.draw(erase(this.#drawn));
    this.#drawn = 0;
    this.#lines = [];
  }

  #redraw(): void {
    const text = this.#lines.map((line) => `${line}\n`).join('');
    this.#shell.draw(`${erase(this.#drawn)}${text}`);
    this.#drawn = this.#lines.length;
  }
}

/** Cursor up `lines`, and clear to the end of the screen. */
function erase(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`;
}

/** Cuts a line, without its colours. */
function cut(line: string, width: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  let kept = line.replace(/\u001b\[[0-9;]*m/g, '');
  while (stringWidth(kept) > width - 1) kept = kept.slice(0, -1);
  return `${kept}…`;
}
