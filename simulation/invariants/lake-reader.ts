import { readManifest, readPointer } from '../../core/lake/snapshots/manifest';
import type { LakeBreak } from './observation';

/** Object of the lake, as a reader finds it. */
export interface LakeObject {
  readonly size: number;
  readonly eTag: string;
  /** Text of Lakeferry's own documents. */
  readonly text?: string;
}

/** Reader that follows each pointer after every change of the lake. */
export class LakeReader {
  readonly #objects = new Map<string, LakeObject>();
  /** Pointers by the keys that they need. */
  readonly #needs = new Map<string, ReadonlySet<string>>();
  readonly breaks: LakeBreak[] = [];

  written(at: number, key: string, object: LakeObject): void {
    this.#objects.set(key, object);
    this.#check(at, key);
  }

  removed(at: number, key: string): void {
    this.#objects.delete(key);
    this.#check(at, key);
  }

  #check(at: number, key: string): void {
    const pointers = new Set(key.endsWith('/_lakeferry/current.json') ? [key] : []);
    for (const [pointer, needed] of this.#needs) if (needed.has(key)) pointers.add(pointer);
    for (const pointer of pointers) this.#follow(at, pointer);
  }

  #follow(at: number, key: string): void {
    const problem = this.#problem(key);
    if (problem !== undefined) this.breaks.push({ at, detail: problem });
  }

  #problem(key: string): string | undefined {
    const text = this.#objects.get(key)?.text;
    if (text === undefined) return `the pointer ${key} is gone`;
    try {
      const pointer = readPointer(text, key);
      const found = this.#objects.get(pointer.manifest.key)?.text;
      this.#needs.set(key, new Set([key, pointer.manifest.key]));
      if (found === undefined) return `${key} names ${pointer.manifest.key}, which does not exist`;
      const manifest = readManifest(found, pointer.manifest.key);
      const files = manifest.tables.flatMap((table) => table.files);
      this.#needs.set(key, new Set([key, pointer.manifest.key, ...files.map((file) => file.key)]));
      if (manifest.checksum !== pointer.manifest.checksum)
        return `${key} names another ${pointer.manifest.key}`;
      const broken = files.find((file) => {
        const object = this.#objects.get(file.key);
        return object?.size !== file.size || object.eTag !== file.eTag;
      });
      return broken === undefined
        ? undefined
        : `${pointer.manifest.key} lists ${broken.key}, which is missing or changed`;
    } catch (error) {
      return String(error);
    }
  }
}
