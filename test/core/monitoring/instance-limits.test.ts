import { instanceMemoryBytes } from '../../../core/model/instance-memory';
import { instanceLimits } from '../../../core/monitoring/instance-limits';

const gibibyte = 1024 ** 3;

test.each([
  ['dms.t3.micro', 1],
  ['dms.t3.medium', 4],
  ['dms.t3.large', 8],
  ['dms.c5.large', 4],
  ['dms.c5.9xlarge', 72],
  ['dms.c6i.xlarge', 8],
  ['dms.c7i.48xlarge', 384],
  ['dms.r5.large', 16],
  ['dms.r6i.2xlarge', 64],
  ['dms.r7i.48xlarge', 1536],
])('%s has %d GiB of memory', (instanceClass, memory) => {
  expect(instanceMemoryBytes(instanceClass)).toBe(memory * gibibyte);
});

test.each(['dms.x9.large', 'dms.c5.medium', 'r5.large', ''])('"%s" is not a known class', (instanceClass) => {
  expect(instanceMemoryBytes(instanceClass)).toBeUndefined();
});

test('a small instance may swap 256 MiB, and a class of tomorrow has the limits of the smallest', () => {
  const small = {
    cpuPercent: 90,
    freeMemoryBytes: Math.round(gibibyte / 10),
    swapBytes: gibibyte / 4,
    freeDiskBytes: gibibyte,
  };
  expect(instanceLimits({ class: 'dms.t3.micro', storageGiB: 5 })).toEqual(small);
  expect(instanceLimits({ class: 'dms.z1.huge', storageGiB: 5 })).toEqual(small);
});
