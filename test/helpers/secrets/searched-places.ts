import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormation,
  paginateDescribeStackEvents,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, S3 } from '@aws-sdk/client-s3';
import { paginateGetExecutionHistory, SFN } from '@aws-sdk/client-sfn';
import { SSM } from '@aws-sdk/client-ssm';
import type { LocalCloud } from '@lakeferry/local-cloud';
import { Queue } from '../../../local/sqs/queue';
import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import { eventBusName } from '../../../infra/names';
import type { Searched } from './find-secret';

/** Every file below a folder. */
export function filesBelow(folder: string): readonly Searched[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ place: name, bytes: readFileSync(join(parentPath, name)) }));
}

/** Logs of functions and tasks, and the input, output and errors of each step of the executions. */
export async function logsOf({ platform }: DeployedEnvironment): Promise<readonly Searched[]> {
  const logs = new CloudWatchLogs({});
  const { logGroups = [] } = await logs.describeLogGroups({});
  const found: Searched[] = [];
  for (const { logGroupName = '' } of logGroups)
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
      for (const { message = '' } of events) found.push(asText(logGroupName, message));
  const sfn = new SFN({});
  const { executions = [] } = await sfn.listExecutions({ stateMachineArn: platform.stateMachineArn });
  for (const { executionArn } of executions)
    for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn }))
      found.push(asText('execution', JSON.stringify(events)));
  return found;
}

/** Items of the history. Binary members are base64, as on the wire. */
export async function historyOf({ platform }: DeployedEnvironment): Promise<readonly Searched[]> {
  const found: Searched[] = [];
  const pages = paginateScan({ client: new DynamoDBClient({}) }, { TableName: platform.historyTableName });
  for await (const { Items = [] } of pages)
    for (const item of Items)
      found.push(asText(`history ${item['pk']?.S}`, JSON.stringify(item, binaryAsBase64)));
  return found;
}

export function eventsOf({ eventBus }: LocalCloud): readonly Searched[] {
  return [...eventBus.received(eventBusName('local')), ...eventBus.received('default')].map((event) =>
    asText('event', JSON.stringify(event)),
  );
}

/** Keeps every message that a queue gets from now on, as a consumer deletes them. */
export function keepQueueMessages(): { readonly kept: readonly Searched[]; stop(): void } {
  const kept: Searched[] = [];
  const { send } = Queue.prototype;
  Queue.prototype.send = function keeping(this: Queue, ...given: Parameters<typeof send>) {
    kept.push(asText(`queue ${this.name}`, JSON.stringify(given)));
    return send.apply(this, given);
  };
  return {
    kept,
    stop: () => {
      Queue.prototype.send = send;
    },
  };
}

/** Events of all stacks, and what their topics have published. */
export async function stacksOf({
  sns,
}: LocalCloud): Promise<{ readonly messages: readonly Searched[]; readonly events: readonly Searched[] }> {
  const client = new CloudFormation({});
  const messages: Searched[] = [];
  const events: Searched[] = [];
  for (const { StackName = '' } of (await client.describeStacks({})).Stacks ?? []) {
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName }))
      events.push(...StackEvents.map((event) => asText(StackName, JSON.stringify(event))));
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
      for (const { ResourceType, PhysicalResourceId = '' } of StackResourceSummaries)
        if (ResourceType === 'AWS::SNS::Topic')
          messages.push(
            ...sns
              .published(PhysicalResourceId)
              .map((message) => asText(PhysicalResourceId, JSON.stringify(message))),
          );
  }
  return { messages, events };
}

/** Objects of all buckets, plans included, and parameters. */
export async function storedIn({ context }: LocalCloud): Promise<readonly Searched[]> {
  const s3 = new S3({ forcePathStyle: true });
  const found: Searched[] = [];
  for (const { Name: Bucket } of (await s3.listBuckets()).Buckets ?? [])
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
      for (const { Key = '' } of Contents) {
        const object = await s3.getObject({ Bucket, Key });
        found.push({ place: Key, bytes: (await object.Body?.transformToByteArray()) ?? Buffer.of() });
      }
  const ssm = new SSM({ region: context.region });
  const { Parameters = [] } = await ssm.getParametersByPath({ Path: '/', Recursive: true });
  return [...found, ...Parameters.map(({ Name = '', Value = '' }) => asText(Name, Value))];
}

export function asText(place: string, text: string): Searched {
  return { place, bytes: Buffer.from(text) };
}

function binaryAsBase64(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
