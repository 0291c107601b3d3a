import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from '@swc/core';
import type { rooms } from '../../cli/check/rooms';

export const root = join(__dirname, '..', '..');

export type Room = (typeof rooms)[number];

export interface SourceFile {
  readonly path: string;
  readonly room: Room;
  readonly text: string;
  /** Modules that the file imports, as written; type imports and dynamic ones included. */
  readonly imports: readonly string[];
  /** Those in types such as `import('./a').A` and `typeof import('./a')`. */
  readonly inlineTypeImports: readonly string[];
  /** Those of `import type` and `export type`, which are not there at run time. */
  readonly typeImports: readonly string[];
}

const known = new Map<Room, readonly SourceFile[]>();

/** Every TypeScript file of a room, with its imports as the parser sees them. */
export function sourceFiles(room: Room): readonly SourceFile[] {
  const files = known.get(room) ?? readRoom(room);
  known.set(room, files);
  return files;
}

function readRoom(room: Room): readonly SourceFile[] {
  return filesBelow(join(root, room))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return { path: relative(root, file), room, text, ...importsOf(text, file.endsWith('x')) };
    });
}

/** Path of ours that an import of `file` leads to; undefined for a package of others. */
export function importedPath(file: SourceFile, specifier: string): string | undefined {
  if (packageOf(specifier) === '@lakeferry/local-cloud')
    return `local${specifier.slice('@lakeferry/local-cloud'.length)}`;
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, join(root, file.path, '..', specifier));
}

/** Package name of a bare import, such as `@aws-sdk/client-s3` or `node:fs`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function filesBelow(folder: string): string[] {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function importsOf(
  text: string,
  tsx: boolean,
): Pick<SourceFile, 'imports' | 'inlineTypeImports' | 'typeImports'> {
  const found: string[] = [];
  const inline: string[] = [];
  const types: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const kind = 'type' in node ? node.type : undefined;
    if (
      kind === 'ImportDeclaration' ||
      kind === 'ExportNamedDeclaration' ||
      kind === 'ExportAllDeclaration'
    ) {
      const source: unknown = 'source' in node ? node.source : undefined;
      add(found, source);
      if ('typeOnly' in node && node.typeOnly === true) add(types, source);
    }
    if (kind === 'CallExpression' && 'callee' in node && 'arguments' in node && isImporter(node.callee)) {
      const first: unknown = Array.isArray(node.arguments) ? node.arguments[0] : undefined;
      if (typeof first === 'object' && first !== null && 'expression' in first) add(found, first.expression);
    }
    if (kind === 'TsImportType' && 'argument' in node) add(inline, node.argument);
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseSync(text, { syntax: 'typescript', tsx }).body);
  return { imports: [...found, ...inline], inlineTypeImports: inline, typeImports: types };
}

function isImporter(callee: unknown): boolean {
  if (typeof callee !== 'object' || callee === null || !('type' in callee)) return false;
  return callee.type === 'Import' || ('value' in callee && callee.value === 'require');
}

function add(found: string[], literal: unknown): void {
  if (
    typeof literal === 'object' &&
    literal !== null &&
    'value' in literal &&
    typeof literal.value === 'string'
  ) {
    found.push(literal.value);
  }
}
