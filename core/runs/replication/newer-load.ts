import { tableStateOf } from '../../model/table-state';
import type { TableRecord } from '../record/table-record';
import type { Replication } from './replication';

/** A run that fails is not repeated for longer: the next run of the schedule shows the load. */
const followedMilliseconds = 3_600_000;

type Loaded = Pick<TableRecord, 'state' | 'startedAt' | 'finishedAt'>;

/** End of the newest load of a table that no run has shown to readers. Undefined while tables load. */
export function newerLoad(
  { mode, loadsShown }: Pick<Replication, 'mode' | 'loadsShown'>,
  tables: readonly Loaded[],
  now: Date,
): string | undefined {
  if (mode !== 'full-load-and-cdc' || loadsShown === undefined) return undefined;
  // A table that is in error, cancelled or dropped is not going to load.
  if (tables.some(({ state, startedAt }) => startedAt !== undefined && tableStateOf(state) === 'unfinished'))
    return undefined;
  const newest = newestLoad(tables);
  if (newest === undefined || newest <= loadsShown) return undefined;
  return now.getTime() - Date.parse(newest) > followedMilliseconds ? undefined : newest;
}

/** End of the newest load. */
export function newestLoad(tables: readonly Loaded[]): string | undefined {
  return tables
    .flatMap(({ state, startedAt, finishedAt = startedAt }) =>
      tableStateOf(state) === 'completed' ? (finishedAt ?? []) : [],
    )
    .sort()
    .at(-1);
}
