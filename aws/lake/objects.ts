import {
  CopyObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { copyLimitBytes } from '../../core/lake/copy-parts';
import { errorName, inOurWords } from '../errors';
import { CopyMismatch, copyInParts } from './multipart';
import { copySourceOf, sameContent, unquoted } from './object-identity';

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** One state of an object: an overwritten object has another ETag. */
export interface ObjectState extends ObjectAddress {
  /** Without quotes. */
  readonly eTag: string;
  /** Bytes. */
  readonly size: number;
}

export interface DatedObject extends ObjectState {
  readonly lastModified: Date;
}

export interface CopyOrder {
  readonly from: ObjectState;
  readonly to: ObjectAddress;
}

export interface Copied {
  /** `already-there`: the target held the same bytes before. */
  readonly outcome: 'copied' | 'already-there';
  readonly size: number;
  /** Of the target, without quotes. */
  readonly eTag: string;
  /** Calls of S3 that it took. */
  readonly calls: number;
}

export interface LakeObjects {
  /**
   * Copies server-side; to be repeated at will. Rejects with SourceChanged or SourceGone when `from` is no longer what the order says,
   * with a RunError (`Throttled`, `ServiceUnavailable`, `AccessDenied`, `AwsRefused`) otherwise.
   */
  copy(order: CopyOrder): Promise<Copied>;
  /** Undefined when there is none. */
  head(at: ObjectAddress): Promise<DatedObject | undefined>;
  /** One page of at most 1,000 objects in the order of their keys' bytes; `after`: those behind this key. */
  page(bucket: string, prefix: string, after?: string): Promise<ObjectPage>;
}

export interface ObjectPage {
  readonly objects: readonly DatedObject[];
  /** Whether more follow behind the last. */
  readonly more: boolean;
}

/** The source was overwritten since the order was made: look at it again. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

/** The source was deleted since the order was made: there is nothing to copy. */
export class SourceGone extends Error {
  override readonly name = 'SourceGone';
}

export interface LakeObjectsOptions {
  readonly client?: S3Client;
  /** Bytes: larger objects go in parts. At most CopyObject's own 5 GiB. */
  readonly copyLimit?: number;
  /** Bytes of a part; a copy's ETag follows from it. */
  readonly partBytes?: number;
  readonly now?: () => Date;
}

/** How often somebody else may write the target between our look and our write. */
const attempts = 4;

export function createLakeObjects(options: LakeObjectsOptions = {}): LakeObjects {
  const client = options.client ?? new S3Client({});
  const limit = Math.min(options.copyLimit ?? copyLimitBytes, copyLimitBytes);
  const now = options.now ?? (() => new Date());

  const objects: LakeObjects = {
    async copy(order) {
      let calls = 0;
      const count = (): void => {
        calls += 1;
      };
      const write = async (condition: WriteCondition): Promise<{ eTag: string }> =>
        order.from.size > limit
          ? copyInParts(client, order, condition, { count, now: now(), partBytes: options.partBytes })
          : copyWhole(client, order, condition, count);
      let condition: WriteCondition = { IfNoneMatch: '*' };
      // A large copy looks first: its condition is held only when all parts are there.
      if (order.from.size > limit) {
        const found = await look(order);
        if (found.same) return done('already-there', found.target.eTag);
        if (found.target !== undefined) condition = { IfMatch: found.target.eTag };
      }
      for (let attempt = 1; ; attempt += 1) {
        try {
          return done('copied', (await write(condition)).eTag);
        } catch (error) {
          if (attempt === attempts || !isConflict(error)) throw inCopyWords(error, order);
        }
        // The condition on the source and the one on the target answer alike: a look at both tells.
        const found = await look(order);
        if (found.same) return done('already-there', found.target.eTag);
        condition = found.target === undefined ? { IfNoneMatch: '*' } : { IfMatch: found.target.eTag };
      }

      function done(outcome: Copied['outcome'], eTag: string): Copied {
        return { outcome, size: order.from.size, eTag, calls };
      }

      async function look({ from, to }: CopyOrder) {
        calls += 2;
        const [source, target] = await Promise.all([headOf(client, from, true), headOf(client, to, true)]);
        if (source === undefined) throw new SourceGone(`${at(from)} is gone`);
        if (unquoted(source.ETag) !== from.eTag)
          throw new SourceChanged(
            `${at(from)} was overwritten: it is ${source.ETag} now, not "${from.eTag}"`,
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
          throw inOurWords(error, `listing s3://${bucket}/${prefix}`);
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

/** What the target must be for a write to happen: absent, or in this state. */
export type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

/** Metadata and tags go along: COPY is the default of both directives. */
async function copyWhole(
  client: S3Client,
  { from, to }: CopyOrder,
  condition: WriteCondition,
  count: () => void,
): Promise<{ eTag: string }> {
  count();
  const copied = await client.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: copySourceOf(from),
      CopySourceIfMatch: from.eTag,
      ...condition,
    }),
  );
  const eTag = unquoted(copied.CopyObjectResult?.ETag);
  // Both are the MD5 of the bytes unless one was written in parts or under a KMS key; then the checksums tell.
  if (eTag === from.eTag) return { eTag };
  count();
  count();
  const [source, target] = await Promise.all([headOf(client, from, true), headOf(client, to, true)]);
  // Overwritten or removed after it was copied: its own event follows.
  if (source === undefined || unquoted(source.ETag) !== from.eTag) return { eTag };
  if (target?.ContentLength !== from.size || sameContent(source, target) === 'no')
    throw new CopyMismatch(
      `${at(to)} has ${target?.ContentLength} bytes, ${at(from)} has ${from.size}, or other checksums`,
    );
  return { eTag };
}

async function headOf(
  client: S3Client,
  { bucket, key }: ObjectAddress,
  withChecksum: boolean,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await client.send(
      new HeadObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(withChecksum ? { ChecksumMode: 'ENABLED' } : {}),
      }),
    );
  } catch (error) {
    if (['NotFound', 'NoSuchKey'].includes(errorName(error))) return undefined;
    throw inOurWords(error, `looking at s3://${bucket}/${key}`);
  }
}

function isConflict(error: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchUpload'].includes(errorName(error));
}

function inCopyWords(error: unknown, { from, to }: CopyOrder): Error {
  if (error instanceof SourceChanged || error instanceof SourceGone || error instanceof CopyMismatch)
    return error;
  if (['NoSuchKey', 'NotFound'].includes(errorName(error)))
    return new SourceGone(`${at(from)} is gone`, { cause: error });
  return inOurWords(error, `copying ${at(from)} to ${at(to)}`);
}

function at({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}
