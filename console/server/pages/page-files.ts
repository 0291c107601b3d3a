import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MiddlewareHandler } from 'hono';

/** Files of the built pages, by their path. Nothing else of the folder is served. */
export const pageFileTypes = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/console.js': ['console.js', 'text/javascript; charset=utf-8'],
  '/console.css': ['console.css', 'text/css; charset=utf-8'],
} as const satisfies Readonly<Record<string, readonly [file: string, type: string]>>;

function isPage(path: string): path is keyof typeof pageFileTypes {
  return Object.hasOwn(pageFileTypes, path);
}

export function pageFiles(folder: string): MiddlewareHandler {
  return async (context) => {
    const { path } = context.req;
    if (!isPage(path)) return context.text('there is no such page\n', 404);
    const [file, type] = pageFileTypes[path];
    const content = await readFile(join(folder, file));
    return context.body(new Uint8Array(content), 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
  };
}
