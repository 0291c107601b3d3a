import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { VersionMark } from '../../core/runs/removal/removal-event';
import { errorName, toRunError } from '../errors';
import { unquoted } from './object-identity';
import type { DatedObject } from './object-state';

/** One version of an object, or a delete marker, which has no size and no ETag. */
export interface ObjectVersion extends DatedObject {
  /** `null` in a bucket without versions. */
  readonly version: string;
  readonly isNewest: boolean;
  readonly isMarker: boolean;
}

export interface VersionPage {
  readonly versions: readonly ObjectVersion[];
  /** Where the next page begins. Absent on the last page. */
  readonly next?: VersionMark;
}

/** All versions of the objects of a bucket, to empty it. A bucket that does not exist is empty. Errors are RunErrors. */
export interface BucketVersions {
  /** At most 1,000, by key. */
  page(bucket: string, after?: VersionMark): Promise<VersionPage>;
  /** At most 1,000. A version that does not exist is not an error. */
  remove(bucket: string, versions: readonly ObjectVersion[]): Promise<void>;
  /** Aborts the unfinished multipart uploads of the first page. Returns true if there may be more. */
  abortUploads(bucket: string): Promise<boolean>;
}

export function createBucketVersions(client = new S3Client({})): BucketVersions {
  return {
    async page(bucket, after) {
      try {
        const found = await client.send(
          new ListObjectVersionsCommand({
            Bucket: bucket,
            KeyMarker: after?.key,
            VersionIdMarker: after?.version,
          }),
        );
        const { Versions = [], DeleteMarkers = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = found;
        const versions = [
          ...Versions.map((one) => versionOf(bucket, one, false)),
          ...DeleteMarkers.map((one) => versionOf(bucket, one, true)),
        ];
        if (IsTruncated !== true || NextKeyMarker === undefined) return { versions };
        const version = NextVersionIdMarker;
        return { versions, next: { key: NextKeyMarker, ...(version === undefined ? {} : { version }) } };
      } catch (error) {
        if (errorName(error) === 'NoSuchBucket') return { versions: [] };
        throw toRunError(error, `listing the versions of s3://${bucket}`);
      }
    },
    async remove(bucket, versions) {
      if (versions.length === 0) return;
      const Objects = versions.map(({ key, version }) => ({ Key: key, VersionId: version }));
      try {
        const { Errors: [failed] = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        if (failed !== undefined)
          throw Object.assign(new Error(`${failed.Key}: ${failed.Message}`), {
            name: failed.Code ?? 'Unknown',
          });
      } catch (error) {
        throw toRunError(error, `deleting objects of s3://${bucket}`);
      }
    },
    async abortUploads(bucket) {
      try {
        const { Uploads = [], IsTruncated } = await client.send(
          new ListMultipartUploadsCommand({ Bucket: bucket }),
        );
        for (const { Key, UploadId } of Uploads)
          await client
            .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
            .catch((error: unknown) => {
              if (errorName(error) !== 'NoSuchUpload') throw error;
            });
        return IsTruncated === true;
      } catch (error) {
        if (errorName(error) === 'NoSuchBucket') return false;
        throw toRunError(error, `aborting the uploads to s3://${bucket}`);
      }
    },
  };
}

interface Listed {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly IsLatest?: boolean | undefined;
  readonly LastModified?: Date | undefined;
  readonly ETag?: string | undefined;
  readonly Size?: number | undefined;
}

function versionOf(bucket: string, listed: Listed, isMarker: boolean): ObjectVersion {
  const { Key = '', VersionId = 'null', IsLatest = true, LastModified, ETag, Size = 0 } = listed;
  return {
    ...{ bucket, key: Key, version: VersionId, isNewest: IsLatest, isMarker },
    ...{ eTag: unquoted(ETag), size: Size, lastModified: LastModified ?? new Date(0) },
  };
}
