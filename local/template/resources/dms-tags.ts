import { isDeepStrictEqual } from 'node:util';
import { inputs, optionalText } from '../../gateway/input';
import type { Input } from '../../service';
import { callPatiently } from '../call-service';
import type { DeployTargets } from '../handler';

/** Gives a resource of DMS the tags of the template, as its Modify operations do not. */
export async function updateTags(
  arn: string,
  properties: Input,
  former: Input,
  { dms, context }: DeployTargets,
): Promise<void> {
  const [wanted, had] = [tagsOf(properties), tagsOf(former)];
  if (isDeepStrictEqual(wanted, had)) return;
  const TagKeys = [...had.keys()].filter((key) => !wanted.has(key));
  if (TagKeys.length > 0)
    await callPatiently(dms, context.clock, 'RemoveTagsFromResource', { ResourceArn: arn, TagKeys });
  const Tags = [...wanted].map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length > 0)
    await callPatiently(dms, context.clock, 'AddTagsToResource', { ResourceArn: arn, Tags });
}

export function withoutTags({ Tags: _, ...properties }: Input): Input {
  return properties;
}

function tagsOf(properties: Input): ReadonlyMap<string, string> {
  return new Map(
    inputs(properties, 'Tags').map((tag) => [
      optionalText(tag, 'Key') ?? '',
      optionalText(tag, 'Value') ?? '',
    ]),
  );
}
