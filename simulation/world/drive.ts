import type { VirtualClock } from './virtual-clock';

const minute = 60_000;

/** Moves time until the work is done. */
export async function drive<Result>(clock: VirtualClock, work: Promise<Result>): Promise<Result> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  // A failure is thrown below.
  done.catch(() => undefined);
  while (!isDone) await clock.runUntil(new Date(clock.milliseconds + minute), () => isDone);
  return done;
}
