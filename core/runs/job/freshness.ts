import type { JobState } from './job-state';

export type FreshnessChange =
  | { readonly change: 'none' }
  | { readonly change: 'stale'; readonly since: string; readonly ageSeconds: number }
  | { readonly change: 'fresh'; readonly since: string };

/** Undefined while the data is fresh. */
export function staleNow({ stale }: Pick<Partial<JobState>, 'stale'>): JobState['stale'] {
  return stale?.over === undefined ? stale : undefined;
}

/**
 * Compares the age of a job's data with its limit. `dataTime`: time up to which readers have the source's data, which for a full load
 * is its last success. A job that never succeeded counts from the time at which it was first seen.
 */
export function freshnessChange(
  state: Pick<JobState, 'stale' | 'knownSince'>,
  dataTime: string | undefined,
  limitSeconds: number,
  now: Date,
): FreshnessChange {
  const time = dataTime ?? state.knownSince;
  if (time === undefined) return { change: 'none' };
  const staleFrom = new Date(Date.parse(time) + limitSeconds * 1000);
  const stale = staleNow(state);
  if (now <= staleFrom)
    return stale === undefined ? { change: 'none' } : { change: 'fresh', since: stale.since };
  if (stale !== undefined) return { change: 'none' };
  const ageSeconds = Math.round((now.getTime() - Date.parse(time)) / 1000);
  return { change: 'stale', since: staleFrom.toISOString(), ageSeconds };
}
