const gibibyte = 1024 ** 3;

/** Memory of the small general classes, in GiB. */
const general: Readonly<Record<string, number>> = { micro: 1, small: 2, medium: 4, large: 8 };
/** GiB per vCPU of the compute (c) and the memory (r) classes. */
const perProcessor: Readonly<Record<string, number>> = { c: 2, r: 8 };

/**
 * Bytes of memory of a replication instance, such as of dms.r6i.xlarge. Undefined for a class of an unknown form. Source: DMS guide,
 * CHAP_ReplicationInstance.Types. A large has 2 processors, an xlarge 4, and an Nxlarge 4 N.
 */
export function instanceMemoryBytes(instanceClass: string): number | undefined {
  const [, family = '', times, size = ''] =
    /^dms\.([a-z])\d[a-z]*\.(\d+)?(x?[a-z]+)$/.exec(instanceClass) ?? [];
  const perVcpu = perProcessor[family];
  if (perVcpu === undefined) {
    const memory = family === 't' ? general[size] : undefined;
    return memory === undefined ? undefined : memory * gibibyte;
  }
  if (size === 'large') return 2 * perVcpu * gibibyte;
  return size === 'xlarge' ? 4 * Number(times ?? 1) * perVcpu * gibibyte : undefined;
}
