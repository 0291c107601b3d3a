import * as z from 'zod/mini';

/**
 * What starts a run: the input of the state machine. A schedule carries it whole (with EventBridge Scheduler's
 * `<aws.scheduler.scheduled-time>`); `lakeferry run` reads it from the job's SSM parameter and adds who asked.
 * Ids only: the wide plan stays in S3 (Step Functions' payload limit is 256 KiB).
 */
export const RunInput = z.strictObject({
  /** `department/job`. */
  job: z.string().check(z.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)),
  /** The department's plan (a `DepartmentPlan` as JSON) as it was when this schedule was deployed. */
  plan: z.strictObject({ bucket: z.string().check(z.minLength(1)), key: z.string().check(z.minLength(1)) }),
  endpoints: z.strictObject({
    sourceEndpointArn: z.string().check(z.minLength(1)),
    targetEndpointArn: z.string().check(z.minLength(1)),
    replicationInstanceArn: z.string().check(z.minLength(1)),
  }),
  trigger: z.discriminatedUnion('by', [
    /** EventBridge Scheduler; `scheduledTime` is ISO 8601 in UTC with seconds, the same for each delivery attempt. */
    z.strictObject({ by: z.literal('schedule'), scheduleArn: z.string(), scheduledTime: z.iso.datetime() }),
    /** A person or program; `requestId` makes the run's identity and lets a request be repeated safely. */
    z.strictObject({
      by: z.literal('request'),
      requestedBy: z.string().check(z.minLength(1)),
      requestedAt: z.iso.datetime({ precision: 3 }),
      requestId: z.string().check(z.minLength(1)),
    }),
    /** The poll, which saw at `seenAt` that the deployed job orders something else of its CDC task than its last run did. */
    z.strictObject({
      by: z.literal('deployment'),
      orderHash: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
      seenAt: z.iso.datetime({ precision: 3 }),
    }),
  ]),
});
export type RunInput = z.infer<typeof RunInput>;
