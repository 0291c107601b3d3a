import type { RunWithTables } from '../../../core/runs/record/run-record';
import { bytes, plural } from '../../output/quantities';
import type { Ink } from '../../shell';

export interface StagedFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** Staged files as a tree: jobs, then tables with their rows, then files with their sizes. */
export function fileTree(
  bucket: string,
  files: readonly StagedFile[],
  runs: readonly RunWithTables[],
  ink: Ink,
): string {
  const rows = new Map(
    runs.flatMap(({ run, tables }) =>
      tables.map((table) => [`${run.jobKey}/${table.schema}/${table.table}`, table.rows]),
    ),
  );
  const folders = new Map<string, StagedFile[]>();
  for (const file of files) {
    const folder = file.key.slice(0, file.key.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  // An empty table has no file: docs/pitfalls.md#files-of-an-earlier-load
  for (const [folder] of rows) if (!folders.has(folder)) folders.set(folder, []);
  const lines = [ink.bold(`s3://${bucket}`)];
  const jobs = [...new Set([...folders.keys()].map(jobOf))].sort();
  for (const job of jobs) {
    lines.push(`${job}/`);
    const tables = [...folders]
      .filter(([folder]) => jobOf(folder) === job)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    tables.forEach(([folder, inFolder], index) => {
      const last = index === tables.length - 1;
      const known = rows.get(folder);
      const name = `${folder.slice(job.length + 1)}/`;
      lines.push(
        `${last ? '└─' : '├─'} ${name}${known === undefined ? '' : ink.dim(`  ${plural(known, 'row')}`)}`,
        ...inFolder
          .filter(isLoad)
          .map(
            (file) =>
              `${last ? '  ' : '│ '}   ${file.key.slice(folder.length + 1)}  ${ink.dim(bytes(file.size))}`,
          ),
        ...changesLine(inFolder).map((line) => `${last ? '  ' : '│ '}   ${line}`),
        ...(inFolder.length > 0 ? [] : [`${last ? '  ' : '│ '}   ${ink.dim('no file: the table is empty')}`]),
      );
    });
  }
  return lines.join('\n');
}

function isLoad({ key }: StagedFile): boolean {
  return key.slice(key.lastIndexOf('/') + 1).startsWith('LOAD');
}

/** One line for all files of changes, which are many and small. */
function changesLine(inFolder: readonly StagedFile[]): string[] {
  const changes = inFolder.filter((file) => !isLoad(file));
  const size = changes.reduce((sum, file) => sum + file.size, 0);
  return changes.length === 0 ? [] : [`${plural(changes.length, 'file')} of changes  ${bytes(size)}`];
}

function jobOf(folder: string): string {
  return folder.split('/').slice(0, 2).join('/');
}
