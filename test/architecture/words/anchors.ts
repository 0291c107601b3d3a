import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../source-files';
import { read } from './texts';

const anchors = new Map<string, ReadonlySet<string>>();

/** False when the path does not exist, or is a Markdown page without that anchor (`#heading`). */
export function exists(path: string, anchor: string | undefined): boolean {
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || !path.endsWith('.md') || anchorsOf(path).has(anchor.slice(1));
}

function anchorsOf(file: string): ReadonlySet<string> {
  const known = anchors.get(file);
  if (known !== undefined) return known;
  const text = read(file).replaceAll(/```[\s\S]*?```/g, '');
  const found = new Set([
    ...[...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
    ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id),
  ]);
  anchors.set(file, found);
  return found;
}

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[`*]|\[|\]\([^)]*\)|\]/g, '')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
