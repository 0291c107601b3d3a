import { constants } from 'node:os';

const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves with the first signal to end this process; a second one ends it at once. `release` returns the signals to Node. */
export function endingSignal(): { readonly received: Promise<NodeJS.Signals>; release(): void } {
  let resolveReceived: (signal: NodeJS.Signals) => void = () => undefined;
  let seen = false;
  const received = new Promise<NodeJS.Signals>((resolve) => {
    resolveReceived = resolve;
  });
  const listener = (signal: NodeJS.Signals): void => {
    if (seen) process.exit(exitCodeOf(signal));
    seen = true;
    resolveReceived(signal);
  };
  for (const signal of ending) process.on(signal, listener);
  return {
    received,
    release: () => {
      for (const signal of ending) process.removeListener(signal, listener);
    },
  };
}

/** Exit code that shells report for a process ended by a signal, such as 130 for Ctrl-C. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
