import { z } from 'zod';
import type { Operation } from '../../service';
import { checkArn } from './arn';
import type { DmsParts } from './dms-parts';
import { invalidValue, notFound } from './faults';
import { operation, optional, Tags } from './operation';

export function tagOperations({ resources }: DmsParts): Readonly<Record<string, Operation>> {
  const known = (arn: string): ReadonlyMap<string, string> & Map<string, string> => {
    const own = resources.tags.get(checkArn(arn));
    if (own === undefined) throw notFound(`Resource ${arn} not found`);
    return own;
  };
  return {
    AddTagsToResource: operation(z.strictObject({ ResourceArn: z.string(), Tags }), (input) => {
      known(input.ResourceArn);
      resources.tag(input.ResourceArn, input.Tags);
      return {};
    }),
    RemoveTagsFromResource: operation(
      z.strictObject({ ResourceArn: z.string(), TagKeys: z.array(z.string()) }),
      ({ ResourceArn, TagKeys }) => {
        const own = known(ResourceArn);
        for (const key of TagKeys) own.delete(key);
        return {};
      },
    ),
    ListTagsForResource: operation(
      z.strictObject({ ResourceArn: optional(z.string()), ResourceArnList: optional(z.array(z.string())) }),
      ({ ResourceArn, ResourceArnList }) => {
        const arns = ResourceArnList ?? (ResourceArn === undefined ? [] : [ResourceArn]);
        if (arns.length === 0) throw invalidValue('ResourceArn or ResourceArnList is required');
        // Only the list form names the resource of each tag.
        const whose = (arn: string) => (ResourceArnList === undefined ? {} : { ResourceArn: arn });
        return {
          TagList: arns.flatMap((arn) =>
            [...known(arn)].map(([Key, Value]) => ({ Key, Value, ...whose(arn) })),
          ),
        };
      },
    ),
  };
}
