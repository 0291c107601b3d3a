import type { SourceEngine } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import type { Job } from '../schema/job-schema';
import type { TableObject } from '../schema/table-schema';

/**
 * What of `parallel` and `partitions` DMS would not take: they become table-settings rules, which want exact names (L15) and
 * are about loads.
 */
export function checkSplits(job: Job): Finding[] {
  return splitEntries(job).flatMap(({ entry, index, keys }) => [
    ...keys.flatMap((key) => {
      const refuse = (message: string, hint: string): Finding[] => [
        { path: ['tables', index, key], onKey: true, message: `"${key}" ${message}`, hint },
      ];
      if (entry.exclude === true) return [];
      if (job.mode === 'cdc')
        return refuse('means nothing for cdc: it loads no table', 'leave it out, or choose another mode');
      if (key === 'parallel' && job.check === 'off')
        return refuse(
          'asks the source for ranges, but check: off lets nobody look',
          'leave one of the two out',
        );
      const exact = exactOf(entry);
      if (exact === undefined)
        return refuse('needs a table that is named exactly', 'name each table by itself');
      if (hasOwnRule(job, exact))
        return refuse('stands beside a table-settings rule of the same table', 'keep one of the two');
      return [];
    }),
    ...(keys.length === 2
      ? [
          {
            path: ['tables', index, 'partitions'],
            onKey: true,
            message: '"partitions" and "parallel" exclude each other: DMS takes one way to split a table',
            hint: 'keep one of the two',
          },
        ]
      : []),
  ]);
}

/**
 * Of a PostgreSQL source DMS loads ranges only, and Lakeferry knows partitions of Oracle
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html).
 */
export function checkPartitions(job: Job, engine: SourceEngine | undefined): Finding[] {
  if (engine === undefined || engine === 'oracle') return [];
  return splitEntries(job)
    .filter(({ keys }) => keys.includes('partitions'))
    .map(({ index }) => ({
      path: ['tables', index, 'partitions'],
      onKey: true,
      message: `"partitions" is for Oracle; the source is ${engine}`,
      hint: 'write parallel: auto instead',
    }));
}

interface SplitEntry {
  readonly entry: TableObject;
  readonly index: number;
  readonly keys: readonly ('parallel' | 'partitions')[];
}

function splitEntries(job: Job): SplitEntry[] {
  return job.tables.flatMap((entry, index) => {
    if (typeof entry === 'string') return [];
    const keys = (['parallel', 'partitions'] as const).filter((key) => entry[key] !== undefined);
    return keys.length === 0 ? [] : [{ entry, index, keys }];
  });
}

function exactOf(entry: TableObject) {
  try {
    return readTableEntry(entry).exact;
  } catch (error) {
    if (error instanceof UnreadableTableName) return { schema: '', table: '' };
    throw error;
  }
}

function hasOwnRule(job: Job, { schema, table }: { schema: string; table: string }): boolean {
  return (job.rules ?? []).some(
    (rule) =>
      rule['rule-type'] === 'table-settings' &&
      rule['object-locator']?.['schema-name'] === schema &&
      rule['object-locator']['table-name'] === table,
  );
}
