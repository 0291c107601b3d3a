import { createReadStream } from 'node:fs';
import type { FileAsset, StackArtifact } from './assembly';
import type { DeployTargets } from './handler';

/**
 * Uploads file assets under their hash keys, as `cdk deploy` does. Zip assets stay folders on this machine.
 */
export async function publishAssets(stacks: readonly StackArtifact[], targets: DeployTargets): Promise<void> {
  const { s3, assets, context } = targets;
  for (const asset of stacks.flatMap((stack) => stack.assets)) {
    const bucket = withPlaceholders(asset.bucket, context);
    const key = withPlaceholders(asset.key, context);
    if (asset.packaging === 'zip') {
      assets.set(bucket, key, asset.path);
      continue;
    }
    if (!s3.objects.hasBucket(bucket)) await s3.objects.createBucket(bucket);
    // Keys are content hashes: an existing object is the same.
    if ((await s3.objects.head(bucket, key)) === undefined)
      await s3.objects.put(bucket, key, createReadStream(asset.path), contentType(asset));
  }
}

function withPlaceholders(text: string, context: DeployTargets['context']): string {
  const values: Readonly<Record<string, string>> = {
    AccountId: context.account,
    Region: context.region,
    Partition: 'aws',
  };
  return text.replace(/\$\{AWS::(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function contentType(asset: FileAsset): string {
  return asset.path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
