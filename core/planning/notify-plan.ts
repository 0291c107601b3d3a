/** Rule by which people receive messages about a job: see docs/adr/0028-events-and-notifications.md. */
export const notifyPolicies = ['edge', 'failures', 'always', 'never'] as const;
export type NotifyPolicy = (typeof notifyPolicies)[number];

export interface NotifyPlan {
  readonly policy: NotifyPolicy;
  /** Names of channels, such as `email`. The deployment knows their addresses. */
  readonly channels: readonly string[];
}

/** Effect of a scheduled run whose job still has another run in flight. */
export const overlapPolicies = ['skip', 'queue', 'cancel-previous'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** Target that an event rule starts after a run. */
export interface HandOffPlan {
  readonly on: 'success' | 'failure' | 'both';
  /** ARN of a state machine, a Lambda function or an SQS queue. */
  readonly arn: string;
}
