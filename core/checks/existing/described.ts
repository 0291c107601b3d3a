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
