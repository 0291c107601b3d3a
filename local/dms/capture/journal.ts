import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Lsn } from './position';

const lsn = z.string().transform(BigInt);
const Entry = z.object({
  position: lsn,
  stamp: z.number(),
  batch: z.object({ end: lsn, stamp: z.number(), keys: z.array(z.string()) }).optional(),
});

export interface JournalEntry {
  /** Position before which every change is in a file. */
  readonly position: Lsn;
  /** Latest time that a file name has used, in milliseconds. */
  readonly stamp: number;
  /**
   * Batch that is being written: all transactions from `position` to `end`. The next process writes the same
   * files again.
   */
  readonly batch?:
    | { readonly end: Lsn; readonly stamp: number; readonly keys: readonly string[] }
    | undefined;
}

/**
 * State that makes the files of an interrupted batch the same when they are written again. It survives the
 * process.
 */
export class Journal {
  private constructor(
    private readonly path: string,
    /** Undefined when nothing was ever written. */
    readonly found: JournalEntry | undefined,
  ) {}

  static async open(path: string): Promise<Journal> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch {
      return new Journal(path, undefined);
    }
    return new Journal(path, Entry.parse(JSON.parse(text)));
  }

  async write(entry: JournalEntry): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const text = JSON.stringify(entry, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    await writeFile(`${this.path}.new`, text);
    await rename(`${this.path}.new`, this.path);
  }

  static async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}
