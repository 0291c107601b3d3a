/** Subscription of a topic: the queue, function or other endpoint that its messages go to. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly rawDelivery: boolean;
}
