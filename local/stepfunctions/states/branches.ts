import { BranchStopped, type Cancellation } from '../cancellation';

/** Runs jobs side by side, at most `limit` at a time; the first error stops the others, is waited out and thrown. */
export async function sideBySide<T>(
  jobs: readonly (() => Promise<T>)[],
  limit: number,
  cancellation: Cancellation,
  failedAfter: () => number,
): Promise<T[]> {
  const results: T[] = new Array(jobs.length);
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (failure === undefined) {
      const index = next++;
      const job = jobs[index];
      if (job === undefined) return;
      try {
        results[index] = await job();
      } catch (error) {
        failure ??= { error };
        cancellation.stop(new BranchStopped('sibling', failedAfter()));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, jobs.length) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}
