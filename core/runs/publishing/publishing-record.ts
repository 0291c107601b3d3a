import type { Manifest } from '../../lake/snapshots/manifest';
import type { Publishing } from '../record/run-record';

/**
 * Files below it are small to a reader of Parquet, who plans by files (S10).
 * https://docs.aws.amazon.com/athena/latest/ug/performance-tuning-data-optimization-techniques.html
 */
const smallFileBytes = 32 * 1024 ** 2;

/** What the history says of a snapshot. */
export function publishingOf(
  { snapshot, tables }: Manifest,
  manifest: string,
): Omit<Publishing, 'outcome' | 'removed' | 'notRemoved'> {
  const own = tables.filter((table) => table.snapshot === snapshot);
  const files = own.flatMap((table) => table.files);
  return {
    snapshot,
    manifest,
    tables: tables.length,
    emptyTables: own.filter((table) => table.files.length === 0).length,
    carriedTables: tables.length - own.length,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    smallFiles: own
      .filter((table) => table.files.length > 1)
      .flatMap((table) => table.files)
      .filter(({ size }) => size < smallFileBytes).length,
  };
}
