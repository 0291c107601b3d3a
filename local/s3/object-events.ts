import type { CloudContext } from '../service';
import type { ObjectRecord } from './object-record';

/**
 * Operation that created an object (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html,
 * `reason`).
 */
export type CreationReason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';

let written = 0;

/**
 * Publishes `Object Created` as S3 sends it to EventBridge: the key is plain text
 * (docs/pitfalls.md#encoded-object-keys).
 */
export function publishCreated(
  context: Pick<CloudContext, 'publishEvent' | 'account' | 'clock'>,
  { bucket, key, size, etag }: ObjectRecord,
  reason: CreationReason,
): void {
  written += 1;
  const sequencer = (context.clock.now().getTime() * 4096 + (written % 4096)).toString(16).toUpperCase();
  context.publishEvent({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, sequencer: sequencer.padStart(18, '0') },
      'request-id': sequencer,
      requester: context.account,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  });
}
