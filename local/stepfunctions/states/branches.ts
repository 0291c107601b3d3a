import { BranchStopped, type Cancellation } from '../cancellation';

/**
 * Runs jobs concurrently, at most `limit` at a time. The first error stops the others, and is thrown when
 * they have ended.
 */
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
