import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '@lakeferry/local-cloud';
import { type NamedEnvironment, platformName } from '../../../core/model/environment-names';

const every = 1_000;

/**
 * Fires the schedule of the poll more often than once per minute, so that the demo need not wait for it: DMS has no event for
 * the end of the load of a CDC task.
 */
export function pollOften(cloud: LocalCloud, environment: NamedEnvironment): { stop(): Promise<void> } {
  const name = platformName(environment);
  const stop = new AbortController();
  const work = (async () => {
    while (!stop.signal.aborted) {
      await cloud.scheduler.fireNow(`${name}-sweep`, `${name}-platform`);
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
