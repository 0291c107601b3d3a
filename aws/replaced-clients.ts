import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/**
 * Answers a request instead of AWS. `service` is the SigV4 name, such as `dms`, `operation` a name such as `StartReplicationTask`.
 * Rejects with an error that has the name of the service's error.
 */
export type AnswerRequest = (service: string, operation: string, input: object) => Promise<unknown>;

/** Clients of the SDK without network, credentials, retries and serialization: each `send` is a call of `answer`. */
export interface ReplacedClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dms: DatabaseMigrationServiceClient;
  readonly events: EventBridgeClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

interface SentCommand {
  /** The third member is the name of the operation. */
  readonly schema?: unknown;
  readonly input: object;
}

/** Creates clients for adapters that run in one process with services of the local cloud. */
export function replacedClients(answer: AnswerRequest): ReplacedClients {
  const over = (service: string) => ({
    send: {
      value: (sent: SentCommand) =>
        answer(service, Array.isArray(sent.schema) ? String(sent.schema[2]) : '', sent.input),
    },
  });
  return {
    cloudFormation: Object.create(CloudFormationClient.prototype, over('cloudformation')),
    cloudWatch: Object.create(CloudWatchClient.prototype, over('monitoring')),
    dms: Object.create(DatabaseMigrationServiceClient.prototype, over('dms')),
    events: Object.create(EventBridgeClient.prototype, over('events')),
    glue: Object.create(GlueClient.prototype, over('glue')),
    s3: Object.create(S3Client.prototype, over('s3')),
    secrets: Object.create(SecretsManagerClient.prototype, over('secretsmanager')),
    sfn: Object.create(SFNClient.prototype, over('states')),
    sns: Object.create(SNSClient.prototype, over('sns')),
    sqs: Object.create(SQSClient.prototype, over('sqs')),
    ssm: Object.create(SSMClient.prototype, over('ssm')),
  };
}
