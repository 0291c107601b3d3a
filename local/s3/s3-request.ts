import type { Readable } from 'node:stream';
import { AwsError, type Caller, type RestRequest, type RestResponse } from '../service';

export interface S3Request {
  readonly operation: string;
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Decoded. Empty for operations on a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly caller: Caller;
}

export type S3Operation = (request: S3Request) => Promise<RestResponse> | RestResponse;

/**
 * Reads bucket and key from the path. A `+` in a path is a plus, unlike in a query
 * (docs/pitfalls.md#encoded-object-keys).
 */
export function readPath(rawPath: string): { readonly bucket: string; readonly key: string } {
  const slash = rawPath.indexOf('/', 1);
  const bucket = slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash);
  const key = slash < 0 ? '' : rawPath.slice(slash + 1);
  return { bucket: decode(bucket), key: decode(key) };
}

/**
 * Reads bucket and key from `x-amz-copy-source`, which is URL-encoded and may start with a slash
 * (docs/pitfalls.md#encoded-object-keys).
 */
export function readCopySource(headers: Readonly<Record<string, string>>): {
  readonly bucket: string;
  readonly key: string;
  /** Version that the source names. */
  readonly versionId?: string;
} {
  const header = headers['x-amz-copy-source'] ?? '';
  const [encoded = '', query] = header.split('?');
  const path = decode(encoded).replace(/^\//, '');
  const versionId = new URLSearchParams(query).get('versionId');
  const slash = path.indexOf('/');
  if (slash < 1) throw new AwsError('InvalidArgument', `the copy source "${header}" is not <bucket>/<key>`);
  return {
    bucket: path.slice(0, slash),
    key: path.slice(slash + 1),
    ...(versionId === null ? {} : { versionId }),
  };
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', `"${text}" is not percent-encoded UTF-8`);
  }
}

/** Version ID of the objects of a bucket that never had versions (user guide, Versioning). */
export const nullVersion = 'null';

const objectOperations: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};
const bucketOperations: Readonly<Record<string, string>> = {
  GET: 'ListObjects',
  HEAD: 'HeadBucket',
  PUT: 'CreateBucket',
  DELETE: 'DeleteBucket',
};
const verbs: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', POST: 'Post' };

/** Parameters that are input of an operation and do not select one. */
const plainParameters =
  /^(x-id|X-Amz-.*|prefix|delimiter|marker|max-keys|max-buckets|continuation-token|start-after|encoding-type|fetch-owner|response-.*|partNumber|uploadId|part-number-marker|max-parts|list-type|versionId|key-marker|version-id-marker)$/i;

/**
 * Name of the S3 operation, supported or not. The name of the API reference where the operation is supported.
 */
export function operationName(request: Omit<RestRequest, 'body'>): string {
  const { method, query, headers } = request;
  const { bucket, key } = readPath(request.rawPath);
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : `${method} /`;
  const copies = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploads')) {
    if (method === 'POST') return 'CreateMultipartUpload';
    if (method === 'GET') return 'ListMultipartUploads';
  }
  if (query.has('uploadId') && key !== '') {
    if (method === 'PUT') return copies ? 'UploadPartCopy' : 'UploadPart';
    if (method === 'POST') return 'CompleteMultipartUpload';
    if (method === 'DELETE') return 'AbortMultipartUpload';
    if (method === 'GET') return 'ListParts';
  }
  if (query.has('delete') && method === 'POST') return 'DeleteObjects';
  if (query.has('versions') && method === 'GET') return 'ListObjectVersions';
  if (query.has('location') && method === 'GET') return 'GetBucketLocation';
  if (query.has('notification') && method === 'GET') return 'GetBucketNotificationConfiguration';
  const other = [...query.keys()].find((name) => !plainParameters.test(name));
  if (other !== undefined)
    return `${verbs[method] ?? method}${key === '' ? 'Bucket' : 'Object'}${pascal(other)}`;
  if (key !== '')
    return copies && method === 'PUT' ? 'CopyObject' : (objectOperations[method] ?? `${method}Object`);
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  return bucketOperations[method] ?? `${method}Bucket`;
}

function pascal(name: string): string {
  return name.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
