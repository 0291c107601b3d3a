/** The work took longer than it may; nobody waits for it any more. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp';
  readonly code = 'timeout';
}

/** The work's outcome, or `TimeUp` after so many seconds. What comes afterwards goes to `late`, so that it can be let go of. */
export async function within<Outcome>(
  seconds: number,
  work: Promise<Outcome>,
  late: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome> {
  let isUp = false;
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isUp = true;
      reject(new TimeUp(`timeout: no answer within ${seconds} s`));
    }, seconds * 1000);
  });
  const watched = work.then((outcome) => {
    if (isUp) late(outcome);
    return outcome;
  });
  watched.catch(() => undefined);
  try {
    return await Promise.race([watched, up]);
  } finally {
    clearTimeout(timer);
  }
}
