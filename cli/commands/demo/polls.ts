import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '@lakeferry/local-cloud';
import { platformName } from '../../../infra/names';

const every = 1_500;

/**
 * Fires the poll's schedule every second or two instead of every minute, as long as the demo is in a hurry: DMS has no event
 * for the end of the load of a task that goes on with changes.
 */
export function hurryPolls(cloud: LocalCloud, environment: string): { stop(): Promise<void> } {
  const stop = new AbortController();
  const work = (async () => {
    while (!stop.signal.aborted) {
      await cloud.scheduler.fireNow(
        `${platformName(environment)}-sweep`,
        `${platformName(environment)}-platform`,
      );
      await sleep(every, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stop.abort();
      await work;
    },
  };
}
