/** Counts of the files that were copied to the lake for a job on one day. */
export interface DailyArrivals {
  readonly files: number;
  readonly bytes: number;
  /** Files under 1 MiB: many of them make queries slow (docs/pitfalls.md#small-files). */
  readonly smallFiles: number;
}

const smallFileBytes = 1024 ** 2;

/** Counts per job: `department/job` -> counts of its files. */
export function dailyArrivals(
  files: readonly { readonly jobKey: string; readonly size: number }[],
): ReadonlyMap<string, DailyArrivals> {
  const byJob = new Map<string, DailyArrivals>();
  for (const { jobKey, size } of files) {
    const { files: count, bytes, smallFiles } = byJob.get(jobKey) ?? { files: 0, bytes: 0, smallFiles: 0 };
    byJob.set(jobKey, {
      files: count + 1,
      bytes: bytes + size,
      smallFiles: smallFiles + (size < smallFileBytes ? 1 : 0),
    });
  }
  return byJob;
}
