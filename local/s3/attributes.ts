import { AwsError } from '../service';
import {
  type ChecksumAlgorithm,
  keptHeaders,
  type ObjectAttributes,
  type ObjectRecord,
} from './object-record';

/** Attributes of an object from the headers of PutObject, CopyObject or CreateMultipartUpload. */
export function readAttributes(headers: Readonly<Record<string, string>>): ObjectAttributes {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'content-encoding') {
      // `aws-chunked` is the framing of the request, not of the object.
      const encodings = value.split(',').map((encoding) => encoding.trim());
      const own = encodings.filter((encoding) => encoding !== 'aws-chunked' && encoding !== '');
      if (own.length > 0) kept[name] = own.join(',');
    } else if (name.startsWith('x-amz-meta-') || keptHeaders.some((header) => header === name))
      kept[name] = value;
  }
  const tags = headers['x-amz-tagging'];
  const attributes = { contentType: headers['content-type'] ?? 'application/octet-stream', headers: kept };
  return tags === undefined || tags === '' ? attributes : { ...attributes, tags };
}

/** Headers of HeadObject and GetObject. */
export function objectHeaders(record: ObjectRecord, withChecksum: boolean): Record<string, string> {
  const { checksum } = record;
  return {
    ...record.headers,
    'content-type': record.contentType,
    'content-length': String(record.size),
    etag: `"${record.etag}"`,
    'last-modified': record.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...(record.tags === undefined
      ? {}
      : { 'x-amz-tagging-count': String(new URLSearchParams(record.tags).size) }),
    ...(withChecksum && checksum !== undefined
      ? {
          [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
          'x-amz-checksum-type': 'FULL_OBJECT',
        }
      : {}),
  };
}

const algorithms: readonly ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

/** Algorithm of the checksum in a header or trailer of the request. Undefined when there is none. */
export function announcedAlgorithm(headers: Readonly<Record<string, string>>): ChecksumAlgorithm | undefined {
  const trailer = headers['x-amz-trailer']?.toLowerCase();
  return algorithms.find((algorithm) => {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    return headers[name] !== undefined || trailer === name;
  });
}

/** Checks If-Match and If-None-Match of a write against the current object. */
export function checkWriteCondition(
  headers: Readonly<Record<string, string>>,
  current: ObjectRecord | undefined,
): void {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && current === undefined)
    throw new AwsError('NoSuchKey', 'If-Match is given, but the object does not exist', 404);
  const failed =
    (headers['if-none-match'] !== undefined && current !== undefined) ||
    (ifMatch !== undefined && !matchesEtag(ifMatch, current?.etag));
  if (failed) throw preconditionFailed(ifMatch === undefined ? 'If-None-Match' : 'If-Match');
}

/** True when a condition's value (`*`, or ETags with or without quotes, comma separated) covers `etag`. */
export function matchesEtag(condition: string, etag: string | undefined): boolean {
  const wanted = condition.split(',').map((part) => part.trim().replace(/^(W\/)?"|"$/g, ''));
  return wanted.includes('*') || (etag !== undefined && wanted.includes(etag));
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    {
      Condition: condition,
    },
  );
}
