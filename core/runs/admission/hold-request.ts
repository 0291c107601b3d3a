import * as z from 'zod/mini';

/** Answer to a request of CloudFormation. It is stored before it is sent, and never changes. */
export const HoldAnswer = z.object({
  status: z.enum(['SUCCESS', 'FAILED']),
  reason: z.optional(z.string()),
  at: z.string(),
});
export type HoldAnswer = z.infer<typeof HoldAnswer>;

/** Request of CloudFormation's custom resource `Custom::LakeferryHold`, in the hold that it asks for. */
export const HoldRequest = z.object({
  stackId: z.string(),
  requestId: z.string(),
  logicalId: z.string(),
  physicalId: z.string(),
  /** Requests of the same resource before this one, newest first. Lambda may deliver one of them again. */
  earlier: z.optional(z.array(z.string())),
  /** Address that takes the answer to this request, and nothing else. */
  responseUrl: z.string(),
  /** Identifiers whose hash differs from the one before. */
  endpoints: z.array(z.string()),
  instances: z.array(z.string()),
  /** Engine versions that an update gives to those instances, by their identifiers. Absent in a rollback. */
  engineVersions: z.optional(z.record(z.string(), z.string())),
  /** Hashes of all properties of the resource before and after. `before` is absent in a Create. */
  before: z.optional(z.string()),
  after: z.string(),
  at: z.string(),
  /** Time until which the deployment waits. */
  answerBy: z.string(),
  answer: z.optional(HoldAnswer),
  sentAt: z.optional(z.string()),
  /** Time at which operators were notified that the deployment was refused, or that its hold ended before it did. */
  notifiedAt: z.optional(z.string()),
});
export type HoldRequest = z.infer<typeof HoldRequest>;
