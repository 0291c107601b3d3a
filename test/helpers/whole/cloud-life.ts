import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CloudProcess } from './cloud-process';

/** One life of the whole local cloud in a process of its own, which ends by SIGKILL. */
export class CloudLife {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (rest: string) => void>();
  #errors = '';
  /** Where its clock stood last. */
  clock: string;

  constructor(told: CloudProcess) {
    this.clock = told.startsAt;
    this.#child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'cloud-process.ts'), JSON.stringify(told)],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#errors += text.toString();
    });
    if (this.#child.stdout !== null)
      createInterface(this.#child.stdout).on('line', (line) => {
        const [word = '', rest = ''] = line.split(' ', 2);
        if (word === 'clock') this.clock = rest;
        this.#waiting.get(word)?.(rest);
        this.#waiting.get(line)?.(rest);
      });
  }

  /** Resolves when it says a line, or one that begins with the word; with what follows the word. */
  async says(line: string): Promise<string> {
    const heard = new Promise<string>((resolve) => this.#waiting.set(line, resolve));
    const said = await Promise.race([heard, this.#ended()]);
    if (said === undefined) throw new Error(`the process ended before it said "${line}": ${this.#errors}`);
    return said;
  }

  order(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  async kill(): Promise<void> {
    const ended = this.#ended();
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ended(): Promise<undefined> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) resolve(undefined);
      else this.#child.once('exit', () => resolve(undefined));
    });
  }
}
