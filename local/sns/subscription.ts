/** Subscription of a topic: a queue, a function or another endpoint. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawDelivery: boolean;
}
