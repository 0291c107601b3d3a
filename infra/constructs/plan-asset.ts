import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';

/**
 * Plan in the CDK assets bucket, under the hash of its content. A run keeps the plan it started
 * with, even if another one is deployed meanwhile.
 */
export class PlanAsset extends Construct {
  readonly bucket: string;
  readonly key: string;

  constructor(scope: Construct, id: string, name: string, plan: object) {
    super(scope, id);
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-plan-'));
    try {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify(plan));
      // The asset is copied into the cloud assembly before the constructor returns.
      const asset = new Asset(this, 'Asset', { path });
      this.bucket = asset.s3BucketName;
      this.key = asset.s3ObjectKey;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
