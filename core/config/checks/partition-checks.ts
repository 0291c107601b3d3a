import type { SourceEngine } from '../../model/source-engine';
import { fullTableName, tableIdentity } from '../../tables/table-name';
import type { TableSelection } from '../../tables/table-selection';
import { renamesOf } from '../../tables/target-names';
import type { Finding } from '../reading/problem';
import { selectionOf } from '../reading/table-entry';
import { publishOf } from '../schema/defaults';
import type { Job } from '../schema/job-schema';

const key = 'partitions-of';

/** Uses of `partitions-of` that cannot work. Paths start at the job. */
export function checkPartitionsOf(job: Job): Finding[] {
  const listed = selections(job);
  const names = new Set(
    listed.flatMap(({ exact, exclude }) => (exact && !exclude ? tableIdentity(exact) : [])),
  );
  const renames = renamesOf({ rules: job.rules ?? [] }).length > 0;
  return listed.flatMap(({ index, partitionsOf: parent, exclude, rename }): Finding[] => {
    if (parent === undefined) return [];
    const refuse = (why: string, hint: string): Finding[] => [
      { path: ['tables', index, key], onKey: true, message: `"${key}" ${why}`, hint },
    ];
    if (exclude) return refuse('does not apply to an exclude', 'remove it');
    if (job.mode === 'full-load')
      return refuse(
        'does not apply to full-load, which can load the table as a whole',
        `list ${fullTableName(parent)} instead of its partitions`,
      );
    if (publishOf(job) !== 'arrival')
      return refuse(`does not apply to publish: ${publishOf(job)}`, 'remove it, or write publish: arrival');
    if (rename !== undefined)
      return refuse('and "rename" both set the name of the table in the lake', 'keep one of the two');
    if (renames)
      return refuse(
        'cannot be combined with rules that rename schemas or tables',
        'move these tables to a job without such rules',
      );
    if (names.has(tableIdentity(parent)))
      return refuse(
        `names ${fullTableName(parent)}, which the job lists too: its rows would arrive twice`,
        `remove the entry of ${fullTableName(parent)}`,
      );
    return [];
  });
}

/** Other engines log changes of a partition under the name of the table. */
export function checkPartitionsEngine(job: Job, engine: SourceEngine | undefined): Finding[] {
  if (engine === undefined || engine === 'postgres') return [];
  return selections(job)
    .filter(({ partitionsOf }) => partitionsOf !== undefined)
    .map(({ index, partitionsOf: parent }) => ({
      path: ['tables', index, key],
      onKey: true,
      message: `"${key}" is for PostgreSQL: the source is ${engine}`,
      hint: `list ${parent === undefined ? 'the table' : fullTableName(parent)} itself`,
    }));
}

/** Key of a job whose target is a database: there, each partition is a table. */
export function checkPartitionsTarget(job: Job, targetEngine: string | undefined): Finding[] {
  if (targetEngine === undefined || targetEngine === 's3') return [];
  return selections(job)
    .filter(({ partitionsOf }) => partitionsOf !== undefined)
    .map(({ index }) => ({
      path: ['tables', index, key],
      onKey: true,
      message: `"${key}" does not apply to a ${targetEngine} target: each partition is a table there`,
      hint: 'remove it',
    }));
}

/** Entries that can be read. `table-checks` reports the others. */
function selections(job: Job): readonly (TableSelection & { readonly index: number })[] {
  return job.tables.flatMap((entry, index) => {
    const selection = selectionOf(entry);
    return selection === undefined ? [] : [{ ...selection, index }];
  });
}
