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

/** Replication instance as DMS describes it. */
export interface DescribedInstance {
  readonly arn: string;
  readonly identifier: string;
  readonly status: string;
  readonly engineVersion: string;
  readonly vpcId?: string | undefined;
}
