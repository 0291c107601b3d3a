import * as z from 'zod/mini';
import { type AnsweredRequest, answeredRequest, requestMembers } from '../../model/custom-resource-request';
import { Waiting } from './waiting';

/** Buckets that the stack owns. A bucket of others is absent. */
const Properties = z.object({ StagingBucket: z.optional(z.string()), InboxBucket: z.string() });
export type OwnBuckets = z.infer<typeof Properties>;

/** Position in a list of versions. */
export const VersionMark = z.object({ key: z.string(), version: z.optional(z.string()) });
export type VersionMark = z.infer<typeof VersionMark>;

/** A bucket, and what is done with it. `older`: versions that are not the newest of their key. */
const RemovalStep = z.object({
  work: z.enum(['check', 'older', 'newest', 'uploads']),
  bucket: z.enum(['StagingBucket', 'InboxBucket']),
});
export type RemovalStep = z.infer<typeof RemovalStep>;

/** Steps of a removal, in this order. Nothing is deleted before both buckets are checked. */
export const removalSteps: readonly RemovalStep[] = [
  { work: 'check', bucket: 'StagingBucket' },
  { work: 'check', bucket: 'InboxBucket' },
  { work: 'older', bucket: 'StagingBucket' },
  { work: 'newest', bucket: 'StagingBucket' },
  { work: 'uploads', bucket: 'StagingBucket' },
  { work: 'older', bucket: 'InboxBucket' },
  { work: 'newest', bucket: 'InboxBucket' },
  { work: 'uploads', bucket: 'InboxBucket' },
];

/** State of a removal that continues in the next invocation. */
export const RemovalProgress = z.object({
  /** Index of the step. */
  step: z.int(),
  after: z.optional(VersionMark),
  waiting: z.array(Waiting),
  deleted: z.int(),
  /** Time of the first invocation. */
  since: z.string(),
});
export type RemovalProgress = z.infer<typeof RemovalProgress>;

export function begunRemoval(now: Date): RemovalProgress {
  return { step: 0, waiting: [], deleted: 0, since: now.toISOString() };
}

/** Event of a person who wants to know what would refuse the removal. */
export const RemovalCheck = z.object({
  RequestType: z.literal('Check'),
  ResourceProperties: Properties,
});

/** Event of the custom resource that is deleted before all else of an environment. */
export const RemovalEvent = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ...requestMembers,
  PhysicalResourceId: z.optional(z.string()),
  ResourceProperties: Properties,
  /** Absent in the request of CloudFormation. */
  Progress: z.optional(RemovalProgress),
});
export type RemovalEvent = z.infer<typeof RemovalEvent>;

export function removalAnswered(event: RemovalEvent): AnsweredRequest {
  return answeredRequest(event, `removal-${event.LogicalResourceId}`);
}

/** Minutes after which a removal gives up. CloudFormation itself waits for at most 60. */
const giveUpMinutes = 50;

export function isOverdue({ since }: Pick<RemovalProgress, 'since'>, now: Date): boolean {
  return now.getTime() - Date.parse(since) > giveUpMinutes * 60_000;
}
