import { xmlElement } from '../gateway/xml';
import type { FileObjectStore } from './file-store';
import { xmlResponse } from './objects';
import type { S3Operation } from './s3-request';

/**
 * GetObjectTagging. Tags come from x-amz-tagging of PutObject, CreateMultipartUpload and CopyObject, and from
 * a copied object.
 */
export function taggingOperations(store: FileObjectStore): Record<string, S3Operation> {
  return {
    GetObjectTagging({ bucket, key }) {
      const tags = [...new URLSearchParams(store.record(bucket, key).tags ?? '')];
      const shown = tags.map(([Key, Value]) => xmlElement('Tag', { Key, Value })).join('');
      return xmlResponse(`<Tagging><TagSet>${shown}</TagSet></Tagging>`);
    },
  };
}
