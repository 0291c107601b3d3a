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

/** What a service remembers beyond its process: JSON values by key, in the order in which the keys first came. */
export interface Journal {
  /** What was there when it was opened. */
  readonly found: ReadonlyMap<string, unknown>;
  /** Is in the file when it returns; nothing is written when the value is there already. */
  put(key: string, value: unknown): void;
  delete(key: string): void;
  keys(): readonly string[];
}

export type OpenJournal = (name: string) => Journal;

/** For a cloud that nobody gave a data folder. */
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

/** Appended bytes beyond which the file is written anew, unless most of them still hold. */
const roomBytes = 1024 * 1024;

/**
 * A file of lines, `["key",value]` or `["key"]` for what is gone; the last of a key holds. Each change is one append that the
 * system has before the caller goes on, so it outlives the process, not the machine: nothing is synced. A last line that a
 * death cut short was never acknowledged and is left out.
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
    // After the cloud's end nobody is told that anything was kept.
    if (this.#file < 0) return;
    const bytes = Buffer.from(line);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (cause) {
      // Half a line, as on a full disk, would make one that nobody can read of the next.
      ftruncateSync(this.#file, this.#sizeBytes);
      throw cause;
    }
    this.#sizeBytes += bytes.length;
    this.#appendedBytes += bytes.length;
  }

  /** What was put is kept already: where there is no room to write the file anew it goes on as it is, until as much has come again. */
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
  // What follows the last line break is nothing, or a line that was cut.
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
    // Said below.
  }
  throw new Error(
    `${place} is no line of a journal of the local cloud; remove the data folder to start anew`,
  );
}
