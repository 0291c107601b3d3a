export type ReplicationInstancePlan = NewInstancePlan | ExistingInstancePlan;

/** Instance that others own. */
export interface ExistingInstancePlan {
  readonly arn: string;
  /** ReplicationInstanceIdentifier, which is not in the ARN. */
  readonly identifier: string;
}

export interface NewInstancePlan {
  /** Such as `dms.t3.medium`. */
  readonly class: string;
  readonly storageGiB: number;
  readonly multiAz: boolean;
  /** Such as `3.6.1`. */
  readonly engineVersion: string;
}
