import { z } from 'zod';

/** Path of the health endpoint. It cannot collide with a bucket, because no bucket may have this name. */
export const healthPath = '/_lakeferry/health';

/** Response of the health endpoint. It needs no signature. */
export const Health = z.object({
  service: z.literal('lakeferry-local-cloud'),
  /** Version of this package. */
  version: z.string(),
  /** Start of the cloud, ISO 8601, by the cloud's clock. */
  startedAt: z.iso.datetime(),
  /** Process of the cloud. */
  pid: z.int(),
  dataFolder: z.string(),
  /** True when the next cloud on the data folder continues from this one's state. */
  durable: z.boolean(),
  /** SigV4 names of the services behind the port, in alphabetical order. */
  services: z.array(z.string()),
});
export type Health = z.infer<typeof Health>;

/**
 * Health of the local cloud at `url`. Undefined when something else answers there, or nothing answers within
 * 3 seconds.
 */
export async function readHealth(url: string): Promise<Health | undefined> {
  try {
    const response = await fetch(new URL(healthPath, url), { signal: AbortSignal.timeout(3_000) });
    return Health.parse(await response.json());
  } catch {
    return undefined;
  }
}
