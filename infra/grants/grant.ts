/** ARNs and names that the grants are about; patterns where a run makes the thing itself. */
export interface GrantTargets {
  readonly environment: string;
  readonly historyTableArn: string;
  /** Objects of the departments' plans in the CDK assets bucket. */
  readonly planObjectsArn: string;
  readonly replicationInstanceArn: string;
  /** Every task and endpoint of the account; conditions on their tags narrow them to this environment. */
  readonly tasksArn: string;
  readonly endpointsArn: string;
  readonly executionsArn: string;
  readonly stateMachineArn: string;
  /** The topic of alerts. */
  readonly alertsTopicArn: string;
  /** Parameters of this environment's jobs. */
  readonly jobParametersArn: string;
  /** Secrets of the environment's sources, each with the six characters that Secrets Manager appends. */
  readonly sourceSecretArns: readonly string[];
  /** The keys that such secrets may be encrypted with. */
  readonly keysArn: string;
  readonly region: string;
  /** Bucket that files are dropped into, and the queue that tells of them. */
  readonly inboxArn: string;
  readonly loadQueueArn: string;
  /** Secrets of the environment's PostgreSQL targets, likewise. */
  readonly targetSecretArns: readonly string[];
  readonly alertsKeyArn: string;
  readonly stagingBucketArn: string;
  readonly lakeBucketArn: string;
  readonly copierQueueArn: string;
  readonly copierDeadLettersArn: string;
  /** Glue's catalogue, the departments' databases in it, and their tables. */
  readonly catalogueArn: string;
  readonly glueDatabasesArn: string;
  readonly glueTablesArn: string;
}

/** One statement of a function's policy. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why the resource has to be `*`; anything else goes without. */
  readonly because?: string;
}

export type GrantRow = (targets: GrantTargets) => readonly Grant[];
