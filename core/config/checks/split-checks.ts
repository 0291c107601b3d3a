import type { SourceEngine } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import { selectionOf } from '../reading/table-entry';
import type { Job } from '../schema/job-schema';
import type { TableObject } from '../schema/table-schema';

/**
 * Uses of `parallel` and `partitions` that DMS does not support: they become table-settings rules, which need exact names
 * (docs/pitfalls.md#underscore-is-a-wildcard) and apply to loads only.
 */
export function checkSplits(job: Job): Finding[] {
  return splitEntries(job).flatMap(({ entry, index, keys }) => [
    ...keys.flatMap((key) => {
      const error = (message: string, hint: string): Finding[] => [
        { path: ['tables', index, key], onKey: true, message: `"${key}" ${message}`, hint },
      ];
      if (entry.exclude === true) return [];
      if (job.mode === 'cdc')
        return error(
          'does not apply to cdc, which does not load tables',
          'remove it, or choose another mode',
        );
      if (key === 'parallel' && job.check === 'off')
        return error('needs to query the source, which check: off prevents', 'remove one of them');
      const exact = exactOf(entry);
      if (exact === undefined) return error('needs an exact table name', 'list each table separately');
      if (hasOwnRule(job, exact))
        return error('conflicts with a table-settings rule for the same table', 'keep one of the two');
      return [];
    }),
    ...(keys.length === 2
      ? [
          {
            path: ['tables', index, 'partitions'],
            onKey: true,
            message: '"partitions" and "parallel" cannot be combined: DMS splits a table in one way',
            hint: 'keep one of the two',
          },
        ]
      : []),
  ]);
}

/**
 * DMS loads partitions of some engines only, and Lakeferry supports those of Oracle
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html).
 */
export function checkPartitions(job: Job, engine: SourceEngine | undefined): Finding[] {
  if (engine === undefined || engine === 'oracle') return [];
  return splitEntries(job)
    .filter(({ keys }) => keys.includes('partitions'))
    .map(({ index }) => ({
      path: ['tables', index, 'partitions'],
      onKey: true,
      message: `"partitions" is for Oracle: the source is ${engine}`,
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
  const selection = selectionOf(entry);
  return selection === undefined ? { schema: '', table: '' } : selection.exact;
}

function hasOwnRule(job: Job, { schema, table }: { schema: string; table: string }): boolean {
  return (job.rules ?? []).some(
    (rule) =>
      rule['rule-type'] === 'table-settings' &&
      rule['object-locator']?.['schema-name'] === schema &&
      rule['object-locator']['table-name'] === table,
  );
}
