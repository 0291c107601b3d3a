import type { JsonObject } from '../../json';

/** Endpoint as DMS describes it. */
export interface DescribedEndpoint {
  readonly arn: string;
  readonly identifier: string;
  /** `SOURCE` or `TARGET`. */
  readonly type: string;
  /** DMS's EngineName. */
  readonly engine: string;
  readonly status: string;
  readonly databaseName?: string | undefined;
  readonly s3?: JsonObject | undefined;
  readonly postgres?: JsonObject | undefined;
}

/** Parts of the description of a bucket, each of which is read by a request of its own. */
export type BucketPart = 'tellsEventBridge' | 'isVersioned' | 'keyArn';

/** Bucket as S3 describes it. What could not be read is undefined. */
export interface DescribedBucket {
  readonly name: string;
  readonly region?: string | undefined;
  readonly tellsEventBridge?: boolean | undefined;
  readonly isVersioned?: boolean | undefined;
  /** Key of its default encryption as its owner wrote it: an ARN, an id or an alias. Empty for keys of S3 itself. */
  readonly keyArn?: string | undefined;
  /** Reasons why parts could not be read. */
  readonly unread?: Readonly<Partial<Record<BucketPart, string>>>;
}

/** Topic as SNS describes it. */
export interface DescribedTopic {
  readonly arn: string;
  /** JSON. */
  readonly policy: string;
}

/** Replication instance as DMS describes it. */
export interface DescribedInstance {
  readonly arn: string;
  readonly identifier: string;
  readonly status: string;
  readonly engineVersion: string;
  readonly vpcId?: string | undefined;
}

/** Connection of an endpoint with a replication instance as DMS last tested it. */
export interface DescribedConnection {
  readonly endpointArn: string;
  /** Identifier of the endpoint. */
  readonly name: string;
  /** DMS's word, such as `testing`, `successful` or `failed`. */
  readonly status: string;
  readonly failure?: string | undefined;
}

/** Uses of a key that Lakeferry and DMS need. */
export const keyUses = ['GenerateDataKey', 'Decrypt'] as const;

/** Encryption context of dry runs. S3 writes another one, so what allows these decrypts no object. */
export const dryRunContext = { 'lakeferry:check': 'dry-run' } as const;

/** Key as KMS describes it. */
export interface DescribedKey {
  readonly arn: string;
  /** KeyState, such as `Enabled` or `PendingDeletion`. */
  readonly state: string;
  readonly usage: string;
  readonly spec: string;
  /** Refusals of KMS to the caller, by use. Absent: it allows the use. */
  readonly refused: Readonly<Partial<Record<(typeof keyUses)[number], string>>>;
}
