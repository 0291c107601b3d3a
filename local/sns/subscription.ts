/** Subscription of a topic: a queue, a function or another endpoint. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawDelivery: boolean;
  /** Token that confirms it. Absent once it is confirmed, and for queues and functions of the account. */
  token?: string | undefined;
}
