import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DatabaseMigrationService } from '@aws-sdk/client-database-migration-service';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { until } from '../run/until';
import type { Deployed } from './deployed';

/** Deletes stacks as docs/how-to/remove.md says, one after the other. */
export async function destroyStacks({ cloud }: Deployed, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await unprotect(name);
    expect(await deleteStack({ cloud }, name)).toBeUndefined();
  }
}

export async function unprotect(StackName: string): Promise<void> {
  const formation = new CloudFormation({});
  await expect(formation.deleteStack({ StackName })).rejects.toThrow('TerminationProtection');
  await formation.updateTerminationProtection({ StackName, EnableTerminationProtection: false });
}

/** Tries to delete a stack, and returns the reasons of the resources that cannot be deleted. Undefined: the stack is gone. */
export async function deleteStack(
  { cloud }: Pick<Deployed, 'cloud'>,
  StackName: string,
): Promise<readonly string[] | undefined> {
  const formation = new CloudFormation({});
  await formation.deleteStack({ StackName });
  // The deletion advances the clock itself.
  await until('the end of the deletion', () => cloud.stacks.find(StackName)?.status !== 'DELETE_IN_PROGRESS');
  if (cloud.stacks.find(StackName) === undefined) return undefined;
  const { StackEvents = [] } = await formation.describeStackEvents({ StackName });
  return StackEvents.filter(
    ({ ResourceStatus, ResourceType }) =>
      ResourceStatus === 'DELETE_FAILED' && ResourceType !== 'AWS::CloudFormation::Stack',
  ).map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`);
}

/** Names of what a cloud has, by kind. */
export async function whatRemains({ cloud }: Deployed) {
  const dms = new DatabaseMigrationService({});
  const buckets = (await new S3({}).listBuckets()).Buckets ?? [];
  const logGroups = (await new CloudWatchLogs({}).describeLogGroups({})).logGroups ?? [];
  return {
    buckets: buckets.flatMap(({ Name = '' }) => (Name.startsWith('cdk-') ? [] : [Name])).sort(),
    tables: (await new DynamoDB({}).listTables({})).TableNames ?? [],
    logGroups: logGroups.map(({ logGroupName = '' }) => logGroupName),
    parameters: (await new SSM({}).getParametersByPath({ Path: '/', Recursive: true })).Parameters ?? [],
    dms: [
      ...(await listed(dms.describeReplicationTasks({}))),
      ...(await listed(dms.describeEndpoints({}))),
      ...(await listed(dms.describeReplicationInstances({}))),
    ],
    roles: cloud.roles
      .all()
      .map(({ name }) => name)
      .sort(),
    functions: cloud.functions.definitions(),
    stacks: cloud.stacks.all(),
  };
}

/** DMS reports ResourceNotFoundFault where a Describe finds nothing. */
async function listed(answer: Promise<object>): Promise<readonly unknown[]> {
  const found = await answer.catch((error: Error) => {
    if (error.name === 'ResourceNotFoundFault') return {};
    throw error;
  });
  return Object.values(found).find(Array.isArray) ?? [];
}
