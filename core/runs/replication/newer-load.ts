import { tableStateOf } from '../../model/table-state';
import type { TableRecord } from '../record/table-record';
import type { Replication } from './replication';

/** A run that fails is not repeated for longer: the next run of the schedule shows the load. */
const followedMilliseconds = 3_600_000;

/** Start of the newest load of a table that no run has shown to readers. Undefined while tables load. */
export function newerLoad(
  { mode, loadsShown }: Pick<Replication, 'mode' | 'loadsShown'>,
  tables: readonly Pick<TableRecord, 'state' | 'startedAt' | 'finishedAt'>[],
  now: Date,
): string | undefined {
  if (mode !== 'full-load-and-cdc' || loadsShown === undefined) return undefined;
  const started = tables.filter(({ startedAt }) => startedAt !== undefined && startedAt > loadsShown);
  // A table that is in error, cancelled or dropped is not going to load.
  if (started.some(({ state }) => tableStateOf(state) === 'unfinished')) return undefined;
  const loaded = started.filter(({ state }) => tableStateOf(state) === 'completed');
  if (loaded.every(({ finishedAt = '' }) => now.getTime() - Date.parse(finishedAt) > followedMilliseconds))
    return undefined;
  return newestLoad(loaded);
}

/** Start of the newest load. */
export function newestLoad(tables: readonly Pick<TableRecord, 'state' | 'startedAt'>[]): string | undefined {
  return tables
    .flatMap(({ state, startedAt }) => (tableStateOf(state) === 'completed' ? (startedAt ?? []) : []))
    .sort()
    .at(-1);
}
