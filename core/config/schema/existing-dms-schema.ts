import { z } from 'zod';
import { ConcurrentRuns, EnvironmentName } from './name-fields';

/** An endpoint that others own. */
export const EndpointArn = z.string().regex(/^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:endpoint:[A-Za-z0-9-]+$/, {
  error: 'is not the ARN of a DMS endpoint such as arn:aws:dms:eu-west-1:123456789012:endpoint:ABCDEFGH',
});

export const InstanceRuns = ConcurrentRuns.describe(
  'Maximum number of runs on the instance at the same time. Others wait. Default: no limit.',
).optional();

/** An instance that others own. Its identifier is in the names of its log group and metrics, and not in its ARN. */
export const ExistingInstance = z
  .strictObject({
    arn: z
      .string()
      .regex(/^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:rep:[A-Za-z0-9-]+$/, {
        error:
          'is not the ARN of a replication instance such as arn:aws:dms:eu-west-1:123456789012:rep:ABCDEFGH',
      })
      .describe('ARN of an existing replication instance. Lakeferry uses it, and changes nothing of it.'),
    identifier: z
      .string()
      .regex(/^[a-z](-?[a-z0-9])*$/, {
        error: 'is not the identifier of an instance: write its ReplicationInstanceIdentifier, in lower case',
      })
      .max(63, { error: 'is longer than 63 characters, the maximum of DMS' })
      .describe('Its ReplicationInstanceIdentifier, which its log group and metrics have in their names.'),
    'max-concurrent-runs': InstanceRuns,
  })
  .describe('Existing DMS replication instance.');

const JobResources = z
  .strictObject({
    'replication-instance': ExistingInstance.describe(
      'Existing replication instance of the job. Default: that of the source, else that of the environment.',
    ).optional(),
    'source-endpoint': EndpointArn.describe(
      'ARN of the existing DMS endpoint that the job reads from. Default: that of the source.',
    ).optional(),
    'target-endpoint': EndpointArn.describe(
      'ARN of the existing DMS endpoint that the job writes to. Default: that of the target.',
    ).optional(),
  })
  .describe('Existing resources of the job in one environment.');

const None = z.literal('none', {
  error: 'is neither none nor a mapping with replication-instance, source-endpoint or target-endpoint',
});

/** An ARN is of one account and region, and a department's file is for all environments. */
export const JobExisting = z
  .record(EnvironmentName, z.union([None, JobResources]))
  .describe(
    'Existing replication instance and endpoints of the job, by environment. Each environment is named. ' +
      'none: the job uses what its connections and the environment name.',
  );

export type ExistingInstance = z.infer<typeof ExistingInstance>;
export type JobResources = z.infer<typeof JobResources>;

/** Existing resources that a job names in an environment. */
export function jobResources(
  { existing }: { readonly existing?: z.infer<typeof JobExisting> | undefined },
  environment: string,
): JobResources {
  const named = existing?.[environment];
  return named === undefined || named === 'none' ? {} : named;
}
