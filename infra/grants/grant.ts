/** ARNs and names in the grants; patterns where a run creates the resource itself. */
export interface GrantTargets {
  readonly environment: string;
  readonly historyTableArn: string;
  /** Departments' plans in the CDK assets bucket. */
  readonly planObjectsArn: string;
  /**
   * All tasks, endpoints and instances of the account; conditions on their tags narrow them to this
   * environment. Functions do not depend on the instance, which depends on the function that holds
   * its tasks.
   */
  readonly tasksArn: string;
  /** Tasks of this environment by the start of their ids. Those of earlier versions have other ids. */
  readonly ownTasksArn: string;
  /** Literally `task:*`, which no task has. IAM may see it, or the ARN of its own, when a task is created. */
  readonly newTaskArn: string;
  readonly endpointsArn: string;
  readonly instancesArn: string;
  /** Instances and endpoints that others own: their tags do not count. */
  readonly namedInstanceArns: readonly string[];
  readonly namedEndpointArns: readonly string[];
  /** Topic that others own for alerts, and buckets that others own with their keys: one or none. */
  readonly namedAlertsTopicArns: readonly string[];
  readonly namedStagingBucketArns: readonly string[];
  readonly namedLakeBucketArns: readonly string[];
  readonly stagingKeyArns: readonly string[];
  readonly lakeKeyArns: readonly string[];
  readonly executionsArn: string;
  readonly stateMachineArn: string;
  /** The function that polls, by its name: it depends on its grants itself. */
  readonly pollTasksArn: string;
  /** The function that prepares the removal, by its name: it invokes itself. */
  readonly prepareRemovalArn: string;
  /** Stacks of this environment. */
  readonly stacksArn: string;
  /** Topics of this environment: the alerts topic, and those of its departments. */
  readonly topicsArn: string;
  /** Topics outside of Lakeferry that channels name. */
  readonly otherTopicArns: readonly string[];
  /** Bus of the events about runs and jobs. */
  readonly eventBusArn: string;
  /** SSM parameters of this environment's jobs. */
  readonly jobParametersArn: string;
  /** SSM parameters of this environment's departments. */
  readonly departmentParametersArn: string;
  /**
   * Secrets of the environment's sources, each with a pattern for the six characters that Secrets
   * Manager appends.
   */
  readonly sourceSecretArns: readonly string[];
  /** Keys that may encrypt these secrets or the buckets' objects. */
  readonly keysArn: string;
  readonly region: string;
  readonly account: string;
  /** Bucket for the files of loads, and the queue of their events. */
  readonly inboxArn: string;
  readonly loadQueueArn: string;
  /** Secrets of the environment's PostgreSQL targets, with the same pattern. */
  readonly targetSecretArns: readonly string[];
  /** Buckets of files that wait, without those that others own. The lake is none of them. */
  readonly ownBucketArns: readonly string[];
  readonly alertsKeyArn: string;
  readonly stagingBucketArn: string;
  readonly lakeBucketArn: string;
  readonly copyToLakeQueueArn: string;
  readonly copyToLakeDeadLettersArn: string;
  /** Glue's catalogue, the departments' databases in it and their tables. */
  readonly catalogueArn: string;
  readonly glueDatabasesArn: string;
  readonly glueTablesArn: string;
}

/** One statement of a function's policy. */
export interface Grant {
  /** Absent: Allow. */
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Reason for the resource `*`; absent for any other resource. */
  readonly because?: string;
}

export type GrantRow = (targets: GrantTargets) => readonly Grant[];
