import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import type {
  BucketPart,
  DescribedBucket,
  DescribedConnection,
  DescribedEndpoint,
  DescribedInstance,
  DescribedKey,
  DescribedTopic,
} from '../../core/checks/existing/described';
import { describeConnections, testConnection } from '../dms/connections';
import { countCalls } from '../dms/count-calls';
import { describeEndpoints, describeInstance } from '../dms/describe-existing';
import { describeBucket } from './buckets';
import { describeKey } from './key';
import { describeTopic } from './topic';

/** Resources that others own, as AWS describes them. Undefined: there is none. */
export interface ExistingResources {
  endpoints(arns: readonly string[]): Promise<readonly DescribedEndpoint[]>;
  instance(arn: string): Promise<DescribedInstance | undefined>;
  /** Reads these parts of the description. */
  bucket(name: string, parts: readonly BucketPart[]): Promise<DescribedBucket | undefined>;
  topic(arn: string): Promise<DescribedTopic | undefined>;
  key(arn: string): Promise<DescribedKey | undefined>;
  /** Connections of these endpoints with the instance. One that was never tested is left out. */
  connections(instanceArn: string, endpointArns: readonly string[]): Promise<readonly DescribedConnection[]>;
  /** Starts a test of a connection, unless one is running. */
  testConnection(instanceArn: string, endpointArn: string): Promise<void>;
}

export function createExistingResources(
  client = countCalls(new DatabaseMigrationServiceClient({})),
): ExistingResources {
  return {
    endpoints: (arns) => describeEndpoints(client, arns),
    instance: (arn) => describeInstance(client, arn),
    bucket: (name, parts) => describeBucket(name, parts),
    topic: (arn) => describeTopic(arn),
    key: (arn) => describeKey(arn),
    connections: (instanceArn, endpointArns) => describeConnections(client, instanceArn, endpointArns),
    testConnection: (instanceArn, endpointArn) => testConnection(client, instanceArn, endpointArn),
  };
}
