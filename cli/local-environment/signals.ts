import { constants } from 'node:os';

const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves with the first signal that asks this process to end; a second one ends it at once. `release` gives the signals back
 * to Node.
 */
export function endingSignal(): { readonly received: Promise<NodeJS.Signals>; release(): void } {
  let answer: (signal: NodeJS.Signals) => void = () => undefined;
  let seen = false;
  const received = new Promise<NodeJS.Signals>((resolve) => {
    answer = resolve;
  });
  const listener = (signal: NodeJS.Signals): void => {
    if (seen) process.exit(exitCodeOf(signal));
    seen = true;
    answer(signal);
  };
  for (const signal of ending) process.on(signal, listener);
  return {
    received,
    release: () => {
      for (const signal of ending) process.removeListener(signal, listener);
    },
  };
}

/** What shells report of a process that a signal ended, such as 130 for Ctrl-C. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
