import { xmlElement } from '../gateway/xml';
import { AwsError } from '../service';
import type { FileObjectStore } from './file-store';
import { readPage } from './listing';
import { xmlResponse } from './objects';
import { nullVersion, type S3Operation } from './s3-request';

/** ListObjectVersions of a bucket that keeps no versions: each object is its newest version, with the ID `null`. */
export function versionOperations(store: FileObjectStore): Record<string, S3Operation> {
  return {
    ListObjectVersions(request) {
      const { query, bucket } = request;
      const marker = query.get('key-marker') ?? '';
      if (marker === '' && query.has('version-id-marker'))
        throw new AwsError(
          'InvalidArgument',
          'A version-id marker cannot be specified without a key marker.',
        );
      const { encode, maxKeys, page } = readPage(store, request, marker);
      const head = {
        Name: bucket,
        Prefix: encode(query.get('prefix') ?? ''),
        KeyMarker: encode(marker),
        VersionIdMarker: query.get('version-id-marker') ?? '',
        NextKeyMarker: encode(page.next),
        NextVersionIdMarker: page.next === undefined ? undefined : nullVersion,
        EncodingType: query.get('encoding-type') ?? undefined,
        MaxKeys: maxKeys,
        IsTruncated: page.next !== undefined,
      };
      const versions = page.keys.map((key) => {
        const record = store.record(bucket, key);
        return xmlElement('Version', {
          Key: encode(key),
          VersionId: nullVersion,
          IsLatest: true,
          LastModified: record.lastModified,
          ETag: `"${record.etag}"`,
          Size: record.size,
          StorageClass: 'STANDARD',
        });
      });
      const prefixes = page.commonPrefixes.map((one) =>
        xmlElement('CommonPrefixes', { Prefix: encode(one) }),
      );
      const named = Object.entries(head).map(([name, value]) => xmlElement(name, value));
      return xmlResponse(
        `<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${[...named, ...versions, ...prefixes].join('')}</ListVersionsResult>`,
      );
    },
  };
}
