import * as z from 'zod/mini';
import { PartOfJob } from '../../tables/part-of-job';
import { cutText, longestName } from '../../cut-text';

/** Anybody who may start an execution writes it, and it is stored with each run. */
const NameFromOutside = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((name) => cutText(name, longestName)),
);

/**
 * Input of the state machine. A schedule contains all of it (with EventBridge Scheduler's `<aws.scheduler.scheduled-time>`);
 * `lakeferry run` reads it from the job's SSM parameter and adds the requester.
 * It contains ids only: the large plan stays in S3, because Step Functions' payload limit is 256 KiB.
 */
export const RunInput = z.strictObject({
  /** `department/job`. */
  job: z.string().check(z.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)),
  /** Address of the department's plan (a `DepartmentPlan` as JSON) at the time of the deployment. */
  plan: z.strictObject({ bucket: z.string().check(z.minLength(1)), key: z.string().check(z.minLength(1)) }),
  endpoints: z.strictObject({
    sourceEndpointArn: z.string().check(z.minLength(1)),
    targetEndpointArn: z.string().check(z.minLength(1)),
    replicationInstanceArn: z.string().check(z.minLength(1)),
    /** Identifier of an instance that the job or its source names: it is in the names of logs and metrics. Absent: the environment's. */
    replicationInstanceIdentifier: z.optional(z.string().check(z.minLength(1))),
  }),
  trigger: z.discriminatedUnion('by', [
    /** EventBridge Scheduler; `scheduledTime` is ISO 8601 in UTC with seconds, equal for all delivery attempts. */
    z.strictObject({ by: z.literal('schedule'), scheduleArn: z.string(), scheduledTime: z.iso.datetime() }),
    /** A person or program; `requestId` makes the run's id, so that a repeated request starts one run. */
    z.strictObject({
      by: z.literal('request'),
      requestedBy: NameFromOutside,
      requestedAt: z.iso.datetime({ precision: 3 }),
      requestId: NameFromOutside,
      /** Loads some tables, with these filters, into a snapshot that readers are not switched to. Absent: all tables. */
      part: z.optional(PartOfJob),
    }),
    /** A poll, which saw at `seenAt` another task definition deployed than the last run's. `orderHash`: stored name of its hash. */
    z.strictObject({
      by: z.literal('deployment'),
      orderHash: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
      seenAt: z.iso.datetime({ precision: 3 }),
    }),
    /** A person who repeats `run`, the first attempt. `attempt` is the number of this one: 2 or more. */
    z.strictObject({
      by: z.literal('retry'),
      run: z.string().check(z.regex(/^[a-z0-9-]+\.[a-z0-9-]+\.[A-Za-z0-9-]+$/)),
      attempt: z.int().check(z.minimum(2)),
      requestedBy: NameFromOutside,
      requestedAt: z.iso.datetime({ precision: 3 }),
      requestId: NameFromOutside,
    }),
    /** A poll, which saw that a living task has loaded tables again. `loadedAt`: end of the newest load. */
    z.strictObject({ by: z.literal('reload'), loadedAt: z.iso.datetime() }),
  ]),
});
export type RunInput = z.infer<typeof RunInput>;
