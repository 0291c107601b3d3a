import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * State that a service keeps beyond its process: JSON values by key, in the order in which the keys first
 * appeared.
 */
export interface Journal {
  /** Entries that were in the file when it was opened. */
  readonly found: ReadonlyMap<string, unknown>;
  /** Writes the value to the file before it returns. Writes nothing when the file has that value already. */
  put(key: string, value: unknown): void;
  delete(key: string): void;
  keys(): readonly string[];
}

export type OpenJournal = (name: string) => Journal;

/** Journal of a cloud that is not durable. */
const forgetful: Journal = {
  found: new Map(),
  put: () => undefined,
  delete: () => undefined,
  keys: () => [],
};

/** Journal of that name; one that keeps nothing where the cloud is not durable. */
export function journalOf({ openJournal }: { readonly openJournal?: OpenJournal }, name: string): Journal {
  return openJournal?.(name) ?? forgetful;
}

/** Appended bytes after which the file is rewritten, unless most of them are still current. */
const roomBytes = 1024 * 1024;

/**
 * File of lines, `["key",value]`, or `["key"]` for a deleted key. The last line of a key counts. Each change
 * is one append that the operating system has before the caller continues, so it survives a crash of the
 * process, but not of the machine: nothing is synced. An incomplete last line was never acknowledged, and is
 * ignored.
 */
export class FileJournal implements Journal {
  readonly found: ReadonlyMap<string, unknown>;
  readonly #path: string;
  readonly #lines: Map<string, string>;
  #file = -1;
  #sizeBytes = 0;
  #liveBytes = 0;
  #appendedBytes = 0;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const entries = readEntries(path);
    this.found = new Map([...entries].map(([key, { value }]) => [key, value]));
    this.#lines = new Map([...entries].map(([key, { line }]) => [key, line]));
    this.#compact();
  }

  put(key: string, value: unknown): void {
    const line = `${JSON.stringify([key, value])}\n`;
    if (this.#lines.get(key) === line) return;
    this.#append(line);
    this.#lines.set(key, line);
    this.#compactIfStale();
  }

  delete(key: string): void {
    if (!this.#lines.has(key)) return;
    this.#append(`${JSON.stringify([key])}\n`);
    this.#lines.delete(key);
    this.#compactIfStale();
  }

  keys(): readonly string[] {
    return [...this.#lines.keys()];
  }

  close(): void {
    if (this.#file >= 0) closeSync(this.#file);
    this.#file = -1;
  }

  #append(line: string): void {
    // After the cloud has stopped, no caller gets an acknowledgement.
    if (this.#file < 0) return;
    const bytes = Buffer.from(line);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (cause) {
      // A half line, as on a full disk, would corrupt the next one.
      ftruncateSync(this.#file, this.#sizeBytes);
      throw cause;
    }
    this.#sizeBytes += bytes.length;
    this.#appendedBytes += bytes.length;
  }

  /**
   * The current file is complete. Where there is no room to rewrite it, appending continues until as much has
   * been appended again.
   */
  #compactIfStale(): void {
    if (this.#appendedBytes <= roomBytes || this.#appendedBytes <= 4 * this.#liveBytes) return;
    try {
      this.#compact();
    } catch {
      this.#appendedBytes = 0;
    }
  }

  #compact(): void {
    const text = [...this.#lines.values()].join('');
    writeFileSync(`${this.#path}.new`, text, { mode: 0o600 });
    const file = openSync(`${this.#path}.new`, 'a');
    renameSync(`${this.#path}.new`, this.#path);
    this.close();
    this.#file = file;
    this.#liveBytes = Buffer.byteLength(text);
    this.#sizeBytes = this.#liveBytes;
    this.#appendedBytes = 0;
  }
}

function readEntries(path: string): Map<string, { readonly value: unknown; readonly line: string }> {
  const entries = new Map<string, { value: unknown; line: string }>();
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  // The part after the last line break is empty, or an incomplete line.
  for (const [number, line] of lines.slice(0, -1).entries()) {
    const [key, ...values] = parseLine(line, `${path}:${number + 1}`);
    if (values.length === 0) entries.delete(key);
    else entries.set(key, { value: values[0], line: `${line}\n` });
  }
  return entries;
}

function parseLine(line: string, place: string): readonly [string, ...unknown[]] {
  try {
    const entry: unknown = JSON.parse(line);
    if (Array.isArray(entry) && typeof entry[0] === 'string') return [entry[0], ...entry.slice(1)];
  } catch {
    // The error follows.
  }
  throw new Error(
    `${place} is not a journal line of the local cloud; remove the data folder to start from the beginning`,
  );
}
