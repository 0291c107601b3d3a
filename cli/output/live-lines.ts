import stringWidth from 'string-width';
import type { Shell } from '../shell';

/** The last lines on a terminal, drawn again and again in place; lines that stay are printed above them. */
export class LiveLines {
  readonly #shell: Shell;
  #drawn = 0;
  #lines: readonly string[] = [];

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Replaces the live lines. Each must fit the width: a line that wraps cannot be taken back. */
  show(lines: readonly string[]): void {
    if (!this.#shell.interactive) return;
    this.#lines = lines.map((line) =>
      stringWidth(line) < this.#shell.width() ? line : cut(line, this.#shell.width() - 1),
    );
    this.#redraw();
  }

  /** Prints a line that stays. */
  print(line: string): void {
    this.#above(() => this.#shell.print(line));
  }

  /** As `print`, on stderr: written past the live lines it would be taken back in their place. */
  remark(line: string): void {
    this.#above(() => this.#shell.remark(line));
  }

  #above(write: () => void): void {
    if (this.#drawn > 0) this.#shell.draw(erase(this.#drawn));
    this.#drawn = 0;
    write();
    if (this.#shell.interactive) this.#redraw();
  }

  /** Leaves what is drawn where it is, or takes it away. */
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

/** Colours are dropped from a line that has to be cut. */
function cut(line: string, width: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  let kept = line.replace(/\u001b\[[0-9;]*m/g, '');
  while (stringWidth(kept) > width - 1) kept = kept.slice(0, -1);
  return `${kept}…`;
}
