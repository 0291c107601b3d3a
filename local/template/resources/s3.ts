import { optionalText } from '../../gateway/input';
import type { ResourceHandler } from '../handler';

/** AWS::S3::Bucket. Versioning, encryption, lifecycle and notifications are taken and do nothing. */
export const bucket: ResourceHandler = {
  async create({ properties, generatedName }, { s3, context }) {
    const name = optionalText(properties, 'BucketName') ?? generatedName(63).toLowerCase();
    await s3.objects.createBucket(name);
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
  update: (_resource, former) => former,
  async remove({ ref }, { s3 }) {
    for (const { key } of await s3.objects.list(ref, '')) await s3.objects.delete(ref, key);
    await s3.objects.deleteBucket(ref);
  },
};
