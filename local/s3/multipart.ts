import { randomUUID } from 'node:crypto';
import { readText } from '../gateway/read-body';
import { xmlElement } from '../gateway/xml';
import { AwsError, type CloudContext } from '../service';
import { checkWriteCondition, readAttributes } from './attributes';
import { copySource } from './copying';
import type { FileObjectStore, WrittenFile } from './file-store';
import { chooseParts, etagOf, joined, type Upload } from './multipart-parts';
import type { ChecksumAlgorithm } from './object-record';
import { xmlResponse } from './objects';
import { readRange } from './range';
import { receiveBody } from './receive-body';
import type { S3Operation, S3Request } from './s3-request';

/**
 * CreateMultipartUpload, UploadPart, UploadPartCopy, CompleteMultipartUpload, AbortMultipartUpload,
 * ListParts, ListMultipartUploads.
 */
export function multipartOperations(
  store: FileObjectStore,
  context: CloudContext,
): Record<string, S3Operation> {
  const uploads = new Map<string, Upload>();

  function find(request: S3Request): Upload {
    const upload = uploads.get(uploadId(request));
    if (upload === undefined || upload.bucket !== request.bucket || upload.key !== request.key)
      throw new AwsError('NoSuchUpload', 'The specified upload does not exist', 404);
    return upload;
  }

  async function keepPart(upload: Upload, number: number, part: WrittenFile): Promise<void> {
    const former = upload.parts.get(number);
    upload.parts.set(number, { ...part, uploadedAt: context.clock.now() });
    if (former !== undefined) await store.discard(former.file);
  }

  async function end(id: string, upload: Upload): Promise<void> {
    uploads.delete(id);
    for (const part of upload.parts.values()) await store.discard(part.file);
  }

  return {
    CreateMultipartUpload({ bucket, key, headers }) {
      store.bucket(bucket);
      const id = randomUUID();
      const startedAt = context.clock.now();
      const algorithm = wholeChecksum(headers);
      uploads.set(id, {
        bucket,
        key,
        attributes: readAttributes(headers),
        algorithm,
        startedAt,
        parts: new Map(),
      });
      const result = { Bucket: bucket, Key: key, UploadId: id };
      return xmlResponse(xmlElement('InitiateMultipartUploadResult', result));
    },
    async UploadPart(request) {
      const upload = find(request);
      const number = partNumber(request);
      const part = await receiveBody(store, request);
      await keepPart(upload, number, part);
      return { statusCode: 200, headers: { etag: `"${part.md5}"` } };
    },
    async UploadPartCopy(request) {
      const upload = find(request);
      const source = copySource(store, request);
      const range = readRange(request.headers['x-amz-copy-source-range'], source.size);
      const part = await store.copyBytes(request.bucket, source, undefined, range?.from, range?.to);
      await keepPart(upload, partNumber(request), part);
      return xmlResponse(
        xmlElement('CopyPartResult', { ETag: `"${part.md5}"`, LastModified: context.clock.now() }),
      );
    },
    async CompleteMultipartUpload(request) {
      const upload = find(request);
      const chosen = chooseParts(upload, await readText(request.body));
      checkWriteCondition(request.headers, store.bucket(request.bucket).get(request.key));
      const written = await joined(store, request.bucket, chosen, upload.algorithm);
      const record = await store.publish(request.bucket, request.key, written, upload.attributes, {
        etag: etagOf(chosen),
        reason: 'CompleteMultipartUpload',
        guard: (former) => checkWriteCondition(request.headers, former),
      });
      await end(uploadId(request), upload);
      const result = { Location: `/${upload.bucket}/${upload.key}`, Bucket: upload.bucket, Key: upload.key };
      return xmlResponse(
        xmlElement('CompleteMultipartUploadResult', { ...result, ETag: `"${record.etag}"` }),
      );
    },
    async AbortMultipartUpload(request) {
      await end(uploadId(request), find(request));
      return { statusCode: 204, headers: {} };
    },
    ListParts(request) {
      const upload = find(request);
      const after = Number(request.query.get('part-number-marker') ?? 0);
      const most = Math.min(1000, Number(request.query.get('max-parts') ?? 1000));
      const all = [...upload.parts].sort(([a], [b]) => a - b).filter(([number]) => number > after);
      const page = all.slice(0, most);
      const parts = page.map(([number, part]) =>
        xmlElement('Part', {
          PartNumber: number,
          LastModified: part.uploadedAt,
          ETag: `"${part.md5}"`,
          Size: part.size,
        }),
      );
      const head = [
        xmlElement('Bucket', upload.bucket),
        xmlElement('Key', upload.key),
        xmlElement('UploadId', uploadId(request)),
        xmlElement('NextPartNumberMarker', page.at(-1)?.[0]),
        xmlElement('IsTruncated', all.length > page.length),
      ];
      return xmlResponse(`<ListPartsResult>${[...head, ...parts].join('')}</ListPartsResult>`);
    },
    ListMultipartUploads({ bucket, query }) {
      store.bucket(bucket);
      const open = [...uploads].filter(
        ([, upload]) => upload.bucket === bucket && upload.key.startsWith(query.get('prefix') ?? ''),
      );
      const rows = open.map(([id, { key, startedAt }]) =>
        xmlElement('Upload', { Key: key, UploadId: id, Initiated: startedAt }),
      );
      const head = `${xmlElement('Bucket', bucket)}${xmlElement('IsTruncated', false)}`;
      return xmlResponse(`<ListMultipartUploadsResult>${head}${rows.join('')}</ListMultipartUploadsResult>`);
    },
  };
}

function uploadId(request: S3Request): string {
  return request.query.get('uploadId') ?? '';
}

function partNumber(request: S3Request): number {
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new AwsError('InvalidArgument', 'partNumber must be a whole number from 1 to 10000');
  return number;
}

/** Algorithm of the whole object's checksum, of those that are computed here. */
function wholeChecksum(headers: Readonly<Record<string, string>>): ChecksumAlgorithm | undefined {
  if (headers['x-amz-checksum-type'] !== 'FULL_OBJECT') return undefined;
  return headers['x-amz-checksum-algorithm'] === 'CRC32' ? 'CRC32' : undefined;
}
