import { xmlElement } from '../gateway/xml';
import { AwsError } from '../service';
import { compareUtf8 } from './bucket-index';
import { encoder } from './encoder';
import type { FileObjectStore } from './file-store';
import { xmlResponse } from './objects';
import type { S3Operation, S3Request } from './s3-request';

interface Page {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Last key or common prefix of the page, when more follow. */
  readonly next?: string;
}

/** ListObjectsV2 and ListObjects. */
export function listingOperations(store: FileObjectStore): Record<string, S3Operation> {
  return {
    ListObjectsV2(request) {
      const token = request.query.get('continuation-token');
      const after = token === null ? (request.query.get('start-after') ?? '') : readToken(token);
      const { encode, maxKeys, page } = readPage(store, request, after);
      return render(request, page, maxKeys, {
        ...(token === null ? {} : { ContinuationToken: token }),
        KeyCount: page.keys.length + page.commonPrefixes.length,
        StartAfter: encode(request.query.get('start-after') ?? undefined),
        NextContinuationToken:
          page.next === undefined ? undefined : Buffer.from(page.next).toString('base64'),
      });
    },
    ListObjects(request) {
      const marker = request.query.get('marker') ?? '';
      const { encode, maxKeys, page } = readPage(store, request, marker);
      const hasDelimiter = request.query.get('delimiter') !== null;
      const next = hasDelimiter ? encode(page.next) : undefined;
      return render(request, page, maxKeys, { Marker: encode(marker), NextMarker: next });
    },
  };

  function render(request: S3Request, page: Page, maxKeys: number, members: Record<string, unknown>) {
    const encode = encoder(request);
    const head = {
      Name: request.bucket,
      Prefix: encode(request.query.get('prefix') ?? ''),
      Delimiter: encode(request.query.get('delimiter') ?? undefined),
      EncodingType: request.query.get('encoding-type') ?? undefined,
      MaxKeys: maxKeys,
      IsTruncated: page.next !== undefined,
      ...members,
    };
    const contents = page.keys.map((key) => {
      const record = store.record(request.bucket, key);
      return xmlElement('Contents', {
        Key: encode(key),
        LastModified: record.lastModified,
        ETag: `"${record.etag}"`,
        Size: record.size,
        StorageClass: 'STANDARD',
      });
    });
    const prefixes = page.commonPrefixes.map((prefix) =>
      xmlElement('CommonPrefixes', { Prefix: encode(prefix) }),
    );
    const named = Object.entries(head).map(([name, value]) => xmlElement(name, value));
    return xmlResponse(
      `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${[...named, ...contents, ...prefixes].join('')}</ListBucketResult>`,
    );
  }
}

/** Page of the keys that a request asks for, after this one. */
export function readPage(
  store: FileObjectStore,
  { query, bucket }: Pick<S3Request, 'query' | 'bucket'>,
  after: string,
) {
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new AwsError('InvalidArgument', 'max-keys must be a whole number of 0 or more');
  const prefix = query.get('prefix') ?? '';
  const keys = store.bucket(bucket).keys(prefix);
  const delimiter = query.get('delimiter') ?? '';
  return { encode: encoder({ query }), maxKeys, page: cutPage(keys, prefix, delimiter, after, maxKeys) };
}

/**
 * Cuts the page after `after` out of sorted keys. Keys that share a prefix up to the delimiter count once.
 */
export function cutPage(
  keys: readonly string[],
  prefix: string,
  delimiter: string,
  after: string,
  maxKeys: number,
): Page {
  const page = { keys: [] as string[], commonPrefixes: [] as string[] };
  let last: string | undefined;
  for (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? key : key.slice(0, end + delimiter.length);
    if (entry === last || (after !== '' && compareUtf8(entry, after) <= 0)) continue;
    if (end >= 0 && after !== '' && after.startsWith(entry)) continue;
    if (page.keys.length + page.commonPrefixes.length === maxKeys)
      return last === undefined ? page : { ...page, next: last };
    (end < 0 ? page.keys : page.commonPrefixes).push(entry);
    last = entry;
  }
  return page;
}

function readToken(token: string): string {
  return Buffer.from(token, 'base64').toString('utf8');
}
