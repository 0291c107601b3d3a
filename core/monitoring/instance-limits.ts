import { instanceMemoryBytes } from '../model/instance-memory';

/** Limits of a replication instance, beyond which an alarm is raised. */
export interface InstanceLimits {
  readonly cpuPercent: number;
  readonly freeMemoryBytes: number;
  readonly swapBytes: number;
  readonly freeDiskBytes: number;
}

const gibibyte = 1024 ** 3;
/** A tenth of the memory: DMS stops tasks when little is left, and documents no limit. */
const memoryShare = 0.1;
/** Each system swaps a little. Growth beyond this means that tasks wait for the disk. */
const leastSwapBytes = gibibyte / 4;
/** A fifth of the disk. Logs and cached changes can fill the rest in hours. */
const diskShare = 0.2;

/** Limits that follow from the instance's class and disk (docs/how-to/monitor.md#replication-instance). */
export function instanceLimits(instance: {
  readonly class: string;
  readonly storageGiB: number;
}): InstanceLimits {
  // The smallest instance has 1 GiB.
  const memory = instanceMemoryBytes(instance.class) ?? gibibyte;
  return {
    cpuPercent: 90,
    freeMemoryBytes: Math.round(memory * memoryShare),
    swapBytes: Math.round(Math.max(memory * memoryShare, leastSwapBytes)),
    freeDiskBytes: Math.round(instance.storageGiB * gibibyte * diskShare),
  };
}
