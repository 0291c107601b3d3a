import type { OfferedUntil } from './offer';

/** Family of instance classes of DMS, with its sizes. */
export interface InstanceFamily extends OfferedUntil {
  readonly name: string;
  readonly sizes: readonly string[];
}

const small = ['large', 'xlarge', '2xlarge', '4xlarge'] as const;

/**
 * As of 2026-11-29; AWS has announced no end of any of them. Source: DMS guide, CHAP_ReplicationInstance.Types. A class that is
 * not here is not offered.
 */
export const instanceFamilies: readonly InstanceFamily[] = [
  { name: 't3', sizes: ['micro', 'small', 'medium', 'large'] },
  { name: 'c5', sizes: [...small, '9xlarge', '12xlarge', '18xlarge', '24xlarge'] },
  { name: 'c6i', sizes: [...small, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'] },
  { name: 'c7i', sizes: [...small, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'] },
  { name: 'r5', sizes: [...small, '8xlarge', '12xlarge', '16xlarge', '24xlarge'] },
  { name: 'r6i', sizes: [...small, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'] },
  { name: 'r7i', sizes: [...small, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'] },
];

/** Family of a class such as `dms.t3.medium`. */
export function familyOf(instanceClass: string): InstanceFamily | undefined {
  const [service, name, size = ''] = instanceClass.split('.');
  if (service !== 'dms') return undefined;
  return instanceFamilies.find((family) => family.name === name && family.sizes.includes(size));
}
