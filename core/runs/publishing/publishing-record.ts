import type { Manifest } from '../../lake/snapshots/manifest';
import type { Publishing } from '../record/publishing';

/**
 * Size below which a file is small: readers of Parquet plan per file (docs/pitfalls.md#small-files).
 * https://docs.aws.amazon.com/athena/latest/ug/performance-tuning-data-optimization-techniques.html
 */
const smallFileBytes = 32 * 1024 ** 2;

/** Result of a publish, for the history. */
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
