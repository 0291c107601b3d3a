import { z } from 'zod';
import type { TrafficTotals } from '../../demo/traffic/run-traffic';
import type { LocalCloudAddress } from '../environment/local-cloud-address';
import { defineDocument } from './document';
import { countOf, moment } from './fields';

export const localCloudShape = z.object({
  url: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string().describe('of the local cloud: no secret'),
  pid: z.int().describe('process of the cloud'),
  startedAt: moment,
  databases: z.array(z.string()).describe('URLs for psql'),
  scenarios: z.array(z.string()).optional().describe('faults that play; absent: none'),
});

interface CloudThatIsUp extends LocalCloudAddress {
  /** Absent: none. */
  readonly scenarios?: readonly { readonly name: string }[];
}

export function localCloudOf(cloud: CloudThatIsUp): z.input<typeof localCloudShape> {
  const { url, region, accessKeyId, secretAccessKey, pid, startedAt, databases, scenarios = [] } = cloud;
  const names = scenarios.map(({ name }) => name);
  const played = names.length === 0 ? {} : { scenarios: names };
  return { url, region, accessKeyId, secretAccessKey, pid, startedAt, databases, ...played };
}

export const localCloudDocument = defineDocument({
  name: 'local-cloud',
  version: 1,
  description: 'local up: the address of the local cloud',
  shape: localCloudShape,
  of: localCloudOf,
});

export const deployedCloudDocument = defineDocument({
  name: 'deployed-cloud',
  version: 1,
  description: 'local deploy: the departments of the files, which the local cloud has now',
  shape: z.object({ url: z.string(), departments: z.array(z.string()) }),
  of: ({ url, departments }: { readonly url: string; readonly departments: readonly string[] }) => ({
    url,
    departments: [...departments],
  }),
});

/** Cloud that `local down` stopped. */
export interface StoppedCloud {
  /** Undefined: none was running. */
  readonly url?: string;
  readonly wasUp: boolean;
}

export const stoppedCloudDocument = defineDocument({
  name: 'stopped-cloud',
  version: 1,
  description: 'local down: the local cloud that was stopped',
  shape: z.object({
    url: z.string().optional().describe('absent: no local cloud was running'),
    wasUp: z
      .boolean()
      .describe('false: none was running, or nothing answered and only its address was removed'),
  }),
  of: ({ url, wasUp }: StoppedCloud) => ({ url, wasUp }),
});

export const trafficShape = z.object({
  transactions: countOf('transactions'),
  changes: countOf('changed rows'),
  inserts: countOf('inserted rows'),
  updates: countOf('updated rows'),
  deletes: countOf('deleted rows'),
  seconds: z.number().describe('seconds since the start'),
  tables: z.record(z.string(), countOf('changed rows')).describe('by table'),
});

export const trafficDocument = defineDocument({
  name: 'traffic',
  version: 1,
  description: 'local traffic: the changes that were made',
  shape: trafficShape,
  of: (totals: TrafficTotals) => totals,
});
