import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../source-files';

/** A text with the place it was found at. */
export interface Text {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Folders that hold nothing of ours, at any depth; those that start with a dot, but for `.ci`, as well. */
const skipped = ['node_modules', 'cdk.out', 'coverage', 'dist'];

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
    const isSkipped = skipped.includes(entry.name) || (entry.name.startsWith('.') && entry.name !== '.ci');
    return isSkipped ? [] : filesBelow(path);
  });
}

const known: readonly string[] = filesBelow('');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files of the repository whose path matches. */
export function filesLike(pattern: RegExp): readonly string[] {
  return known.filter((file) => pattern.test(file));
}

/** Code of the product, whose strings users see. */
export const productFiles = filesLike(
  /^(core|aws|application|functions|infra|local|demo|cli|console|bench|layers)\/.*\.([cm]?js|tsx?)$/,
);

export const documents = filesLike(/\.md$/).filter((file) => !file.startsWith('test/'));
