import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import type {
  BucketPart,
  DescribedBucket,
  DescribedEndpoint,
  DescribedInstance,
  DescribedTopic,
} from '../../core/checks/existing/described';
import { countCalls } from '../dms/count-calls';
import { describeEndpoints, describeInstance } from '../dms/describe-existing';
import { describeBucket } from './buckets';
import { describeTopic } from './topic';

/** Resources that others own, as AWS describes them. Undefined: there is none. */
export interface ExistingResources {
  endpoints(arns: readonly string[]): Promise<readonly DescribedEndpoint[]>;
  instance(arn: string): Promise<DescribedInstance | undefined>;
  /** Reads these parts of the description. */
  bucket(name: string, parts: readonly BucketPart[]): Promise<DescribedBucket | undefined>;
  topic(arn: string): Promise<DescribedTopic | undefined>;
}

export function createExistingResources(
  client = countCalls(new DatabaseMigrationServiceClient({})),
): ExistingResources {
  return {
    endpoints: (arns) => describeEndpoints(client, arns),
    instance: (arn) => describeInstance(client, arn),
    bucket: (name, parts) => describeBucket(name, parts),
    topic: (arn) => describeTopic(arn),
  };
}
