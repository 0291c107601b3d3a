import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lakeferryFolder } from '../../environment/local-cloud-address';

const openers: Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['explorer.exe'],
};

/**
 * Opens the address in the browser of the person. Where that fails, the person opens the printed address. All users of a machine can
 * read the arguments of a process, so the browser gets a file that only this person can read. Returns the removal of the file.
 */
export function openBrowser(url: string, workingFolder: string, platform = process.platform): () => void {
  const [program, ...args] = openers[platform] ?? [];
  if (program === undefined) return () => undefined;
  const file = writeRedirect(url, workingFolder);
  const child = spawn(program, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return () => rmSync(file, { force: true });
}

/** Writes a page that leads to the address. Only its owner can read it. */
export function writeRedirect(url: string, workingFolder: string): string {
  const folder = join(workingFolder, lakeferryFolder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `console-${process.pid}.html`);
  // A mode is that of a new file only.
  rmSync(file, { force: true });
  const page = `<!doctype html><meta http-equiv="refresh" content="0; url=${url}"><title>Lakeferry</title>\n`;
  writeFileSync(file, page, { mode: 0o600, flag: 'wx' });
  return file;
}
