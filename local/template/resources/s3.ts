import { members, optionalText } from '../../gateway/input';
import type { Resource, ResourceHandler } from '../handler';

/**
 * AWS::S3::Bucket. Object events go to EventBridge where the template enables them. Versioning, encryption,
 * lifecycle and other notifications are accepted without effect.
 */
export const bucket: ResourceHandler = {
  lasts: true,
  async create({ properties, generatedName, interrupted }, { s3, context }) {
    const name = optionalText(properties, 'BucketName') ?? generatedName(63).toLowerCase();
    if (!interrupted || !s3.objects.hasBucket(name)) await s3.objects.createBucket(name);
    s3.objects.tellEventBridge(name, tellsEventBridge(properties));
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${context.region}.amazonaws.com`,
      },
    };
  },
  /** A bucket keeps its objects. */
  update({ properties }, former, { s3 }) {
    s3.objects.tellEventBridge(former.ref, tellsEventBridge(properties));
    return former;
  },
  async remove({ ref }, { s3 }) {
    await s3.objects.deleteBucket(ref);
  },
};

function tellsEventBridge(properties: Resource['properties']): boolean {
  const bridge = members(members(properties, 'NotificationConfiguration'), 'EventBridgeConfiguration');
  // CloudFormation's default is true wherever the configuration exists.
  return Object.keys(bridge).length > 0 && bridge['EventBridgeEnabled'] !== false;
}
