import { refusal } from '../gateway/dispatch';
import { xmlElement } from '../gateway/xml';
import { AwsError } from '../service';
import { checkWriteCondition, preconditionFailed, readAttributes } from './attributes';
import type { FileObjectStore } from './file-store';
import type { ObjectRecord } from './object-record';
import { checkReadCondition, xmlResponse } from './objects';
import { readCopySource, type S3Operation, type S3Request } from './s3-request';

/**
 * CopyObject takes at most 5 GiB (S3 API, CopyObject). Larger objects need UploadPartCopy
 * (docs/pitfalls.md#copyobject-size-limit).
 */
export const copyLimitBytes = 5 * 1024 ** 3;

/** Object that `x-amz-copy-source` names. */
export function copySource(store: FileObjectStore, request: S3Request): ObjectRecord {
  const { bucket, key, versionId } = readCopySource(request.headers);
  if (versionId !== undefined)
    throw new AwsError('NotImplemented', refusal('s3', 'versionId of x-amz-copy-source'), 501);
  const record = store.record(bucket, key);
  if (checkReadCondition(request.headers, record, 'x-amz-copy-source-'))
    throw preconditionFailed('copy source');
  return record;
}

export function copyOperations(store: FileObjectStore, limitBytes: number): Record<string, S3Operation> {
  return {
    async CopyObject(request) {
      const source = copySource(store, request);
      if (source.size > limitBytes)
        throw new AwsError(
          'InvalidRequest',
          `The specified copy source is larger than the maximum allowable size for a copy source: ${limitBytes}`,
        );
      const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
      if (!replaces && source.bucket === request.bucket && source.key === request.key)
        throw new AwsError('InvalidRequest', 'an object is copied onto itself only with changed metadata');
      checkWriteCondition(request.headers, store.bucket(request.bucket).get(request.key));
      const written = await store.copyBytes(request.bucket, source, source.checksum?.algorithm);
      const said = readAttributes(request.headers);
      const { contentType, headers } = replaces ? said : source;
      const { tags } = request.headers['x-amz-tagging-directive'] === 'REPLACE' ? said : source;
      const attributes = { contentType, headers, ...(tags === undefined ? {} : { tags }) };
      const record = await store.publish(request.bucket, request.key, written, attributes, {
        reason: 'CopyObject',
        guard: (former) => checkWriteCondition(request.headers, former),
      });
      const result = { ETag: `"${record.etag}"`, LastModified: record.lastModified };
      return xmlResponse(xmlElement('CopyObjectResult', result));
    },
  };
}
