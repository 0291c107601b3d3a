import type { Random } from '../random';
import { type EventFault, eventFaults, type Fault, scheduleFaults } from './fault';

export type Fate = 'once' | 'lost' | 'twice' | { readonly delaySeconds: number };

/**
 * Decides about events and about what schedules send, by the faults whose time it is. `start` and `now`: milliseconds since 1970.
 */
export function fates(
  faults: readonly Fault[],
  start: number,
  random: Random,
): (of: 'events' | 'schedules', now: number) => Fate {
  const chance = random.fork('deliveries');
  return (of, now) => {
    const seconds = (now - start) / 1000;
    const kinds: readonly string[] = of === 'events' ? eventFaults : scheduleFaults;
    for (const fault of faults) {
      if (!isDelivery(fault) || !kinds.includes(fault.fault)) continue;
      if (seconds < fault.at || seconds >= fault.until || !chance.chance(fault.probability)) continue;
      return fateOf(fault);
    }
    return 'once';
  };
}

function fateOf({ fault, seconds }: EventFault): Fate {
  switch (fault) {
    case 'events-lost':
    case 'schedules-lost':
      return 'lost';
    case 'events-doubled':
    case 'schedules-doubled':
      return 'twice';
    case 'events-late':
    case 'schedules-late':
      return { delaySeconds: seconds };
  }
}

function isDelivery(fault: Fault): fault is EventFault {
  return [...eventFaults, ...scheduleFaults].some((kind) => kind === fault.fault);
}
