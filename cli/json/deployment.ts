import { z } from 'zod';
import { type HoldingDeployment, holdStates } from '../../core/runs/admission/holding-deployment';
import { moment } from './fields';

/** A deployment that holds tasks and runs. */
export const deploymentShape = z.object({
  reason: z.string().describe('such as `deployment of lakeferry-prod-sales`'),
  since: moment.optional(),
  until: moment.describe('time at which the hold ends at the latest'),
  state: z.enum(holdStates).describe('`waits` for what runs, `changes` what is held, or was `refused`'),
  refusedBecause: z.string().optional(),
  waitsFor: z.array(z.string()).describe('runs for which it waits'),
  jobs: z.array(z.string()).describe('CDC jobs whose tasks it stops'),
});

export const raisedVersionShape = z
  .object({
    engineVersion: z.string().describe('engine version of the replication instance'),
    deployed: z.string().describe('older version that was deployed'),
  })
  .describe('engine version that DMS raised by itself; absent: none');

export function deploymentOf(hold: HoldingDeployment): z.input<typeof deploymentShape> {
  return { ...hold, waitsFor: [...hold.waitsFor], jobs: [...hold.jobs] };
}
