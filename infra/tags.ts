import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { dmsTags } from '../core/model/dms-tags';

const dmsResources = [
  'AWS::DMS::Endpoint',
  'AWS::DMS::ReplicationInstance',
  'AWS::DMS::ReplicationSubnetGroup',
];

type TagValues = Readonly<Record<string, string>>;

/** Adds tags of the configuration; resources of DMS get those that DMS takes. */
export function addTags(scope: IConstruct, tags: TagValues): void {
  addTagsElsewhere(scope, tags);
  for (const [key, value] of Object.entries(dmsTags(tags)))
    Tags.of(scope).add(key, value, { includeResourceTypes: dmsResources });
}

/** Adds tags to all resources but those of DMS. */
export function addTagsElsewhere(scope: IConstruct, tags: TagValues): void {
  for (const [key, value] of Object.entries(tags))
    Tags.of(scope).add(key, value, { excludeResourceTypes: dmsResources });
}
