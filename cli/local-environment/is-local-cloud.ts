import type { LocalCloudAddress } from '../local-cloud-address';

/** Whether a local cloud is at the address, and not something else that got its port or its process id since. */
export async function answers({ url }: LocalCloudAddress): Promise<boolean> {
  try {
    // An unsigned request: AWS's refusal in the words of our gateway.
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    return (await response.text()).includes('lakeferry');
  } catch {
    return false;
  }
}
