import { CloudFormationClient, paginateListStacks } from '@aws-sdk/client-cloudformation';
import { platformStackName } from '../../core/model/environment-names';
import { errorName } from '../errors';

interface CloudAddress {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Names of the platform stacks of an environment, whatever the prefix of its names. None where the caller may not list stacks.
 */
export async function platformStacksOf(
  environment: string,
  client = new CloudFormationClient({}),
): Promise<readonly string[]> {
  const own = platformStackName(environment);
  const found: string[] = [];
  try {
    for await (const { StackSummaries = [] } of paginateListStacks({ client }, {}))
      for (const { StackName = '', StackStatus } of StackSummaries)
        if (StackStatus !== 'DELETE_COMPLETE' && (StackName === own || StackName.endsWith(`-${own}`)))
          found.push(StackName);
    return found;
  } catch (error) {
    if (['AccessDenied', 'AccessDeniedException'].includes(errorName(error))) return [];
    throw error;
  }
}

/** As `platformStacksOf`, in the cloud at an address. */
export function platformStacksAt(
  { url, region, credentials }: CloudAddress,
  environment: string,
): Promise<readonly string[]> {
  return platformStacksOf(environment, new CloudFormationClient({ endpoint: url, region, credentials }));
}
