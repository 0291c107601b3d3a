/** Error of work that exceeded its time limit. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp';
  readonly code = 'timeout';
}

/**
 * Returns the result of the work, or throws `TimeUp` after its limit. A later result is passed to
 * `late`, which can release it.
 */
export async function within<Result>(
  seconds: number,
  work: Promise<Result>,
  late: (result: Result) => void = () => undefined,
): Promise<Result> {
  let isUp = false;
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isUp = true;
      reject(new TimeUp(`timeout: no response within ${seconds} s`));
    }, seconds * 1000);
  });
  const observed = work.then((result) => {
    if (isUp) late(result);
    return result;
  });
  observed.catch(() => undefined);
  try {
    return await Promise.race([observed, up]);
  } finally {
    clearTimeout(timer);
  }
}
