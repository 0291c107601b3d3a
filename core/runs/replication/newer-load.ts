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
  if (started.some(({ state }) => state !== 'Table completed' && state !== 'Table error')) return undefined;
  const loaded = started.filter(({ state }) => state === 'Table completed');
  if (loaded.every(({ finishedAt = '' }) => now.getTime() - Date.parse(finishedAt) > followedMilliseconds))
    return undefined;
  return newestLoad(loaded);
}

/** Start of the newest load. */
export function newestLoad(tables: readonly Pick<TableRecord, 'state' | 'startedAt'>[]): string | undefined {
  return tables
    .flatMap(({ state, startedAt }) => (state === 'Table completed' ? (startedAt ?? []) : []))
    .sort()
    .at(-1);
}
