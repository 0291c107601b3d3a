import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { copyLimitBytes } from '../../core/lake/copy-parts';
import { errorName, toRunError } from '../errors';
import { copyInParts } from './copy-in-parts';
import {
  CopyMismatch,
  type CopyRequest,
  SourceChanged,
  SourceGone,
  type WriteCondition,
} from './copy-request';
import { copyWhole } from './copy-whole';
import { headOf } from './head';
import { sameContent, unquoted } from './object-identity';
import { type DatedObject, type ObjectAddress, urlOf } from './object-state';

export interface Copied {
  /** `already-there`: the target held the same bytes before. */
  readonly outcome: 'copied' | 'already-there';
  readonly size: number;
  /** Of the target, without quotes. */
  readonly eTag: string;
  /** Number of S3 calls. */
  readonly calls: number;
}

export interface LakeObjects {
  /**
   * Copies on the server. Safe to repeat. Rejects with SourceChanged or SourceGone when `from` has changed, otherwise with a
   * RunError (`Throttled`, `ServiceUnavailable`, `AccessDenied`, `AwsRefused`).
   */
  copy(request: CopyRequest): Promise<Copied>;
  /** Undefined when there is none. */
  head(at: ObjectAddress): Promise<DatedObject | undefined>;
  /** Page of at most 1,000 objects, ordered by the bytes of their keys. `after`: objects after this key. */
  page(bucket: string, prefix: string, after?: string): Promise<ObjectPage>;
}

export interface ObjectPage {
  readonly objects: readonly DatedObject[];
  /** True if more objects follow. */
  readonly more: boolean;
}

export interface LakeObjectsOptions {
  readonly client?: S3Client;
  /** Bytes from which objects are copied in parts. At most CopyObject's limit of 5 GiB. */
  readonly copyLimit?: number;
  /** Bytes per part, on which a copy's ETag depends. */
  readonly partBytes?: number;
  readonly now?: () => Date;
}

/** Attempts while others write the target at the same time. */
const attempts = 4;

export function createLakeObjects(options: LakeObjectsOptions = {}): LakeObjects {
  const client = options.client ?? new S3Client({});
  const limit = Math.min(options.copyLimit ?? copyLimitBytes, copyLimitBytes);
  const now = options.now ?? (() => new Date());

  const objects: LakeObjects = {
    async copy(request) {
      let calls = 0;
      const count = (): void => {
        calls += 1;
      };
      const write = async (condition: WriteCondition): Promise<{ eTag: string }> =>
        request.from.size > limit
          ? copyInParts(client, request, condition, { count, now: now(), partBytes: options.partBytes })
          : copyWhole(client, request, condition, count);
      let condition: WriteCondition = { IfNoneMatch: '*' };
      // A large copy compares first, because S3 checks its condition only after all parts.
      if (request.from.size > limit) {
        const found = await compare(request);
        if (found.same) return done('already-there', found.target.eTag);
        if (found.target !== undefined) condition = { IfMatch: found.target.eTag };
      }
      for (let attempt = 1; ; attempt += 1) {
        try {
          return done('copied', (await write(condition)).eTag);
        } catch (error) {
          if (attempt === attempts || !isConflict(error)) throw toCopyError(error, request);
        }
        // The conditions on source and target fail alike, so both are compared.
        const found = await compare(request);
        if (found.same) return done('already-there', found.target.eTag);
        condition = found.target === undefined ? { IfNoneMatch: '*' } : { IfMatch: found.target.eTag };
      }

      function done(outcome: Copied['outcome'], eTag: string): Copied {
        return { outcome, size: request.from.size, eTag, calls };
      }

      async function compare({ from, to }: CopyRequest) {
        calls += 2;
        const [source, target] = await Promise.all([headOf(client, from, true), headOf(client, to, true)]);
        if (source === undefined) throw new SourceGone(`${urlOf(from)} is gone`);
        if (unquoted(source.ETag) !== from.eTag)
          throw new SourceChanged(
            `${urlOf(from)} was overwritten: it is ${source.ETag} now, not "${from.eTag}"`,
          );
        if (target === undefined) return { same: false, target } as const;
        return {
          same: sameContent(source, target) === 'yes',
          target: { eTag: unquoted(target.ETag) },
        } as const;
      }
    },
    async head(address) {
      const found = await headOf(client, address, false);
      if (found === undefined) return undefined;
      return {
        ...address,
        eTag: unquoted(found.ETag),
        size: found.ContentLength ?? 0,
        lastModified: found.LastModified ?? new Date(0),
      };
    },
    async page(bucket, prefix, after) {
      const found = await client
        .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after }))
        .catch((error: unknown): never => {
          throw toRunError(error, `listing s3://${bucket}/${prefix}`);
        });
      return {
        more: found.IsTruncated ?? false,
        objects: (found.Contents ?? []).map(({ Key, ETag, Size, LastModified }) => ({
          bucket,
          key: Key ?? '',
          eTag: unquoted(ETag),
          size: Size ?? 0,
          lastModified: LastModified ?? new Date(0),
        })),
      };
    },
  };
  return objects;
}

function isConflict(error: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchUpload'].includes(errorName(error));
}

function toCopyError(error: unknown, { from, to }: CopyRequest): Error {
  if (error instanceof SourceChanged || error instanceof SourceGone || error instanceof CopyMismatch)
    return error;
  if (['NoSuchKey', 'NotFound'].includes(errorName(error)))
    return new SourceGone(`${urlOf(from)} is gone`, { cause: error });
  return toRunError(error, `copying ${urlOf(from)} to ${urlOf(to)}`);
}
