import type { StoredObject } from '../object-store';
import type { Extent } from './sparse';

/** Response headers that S3 keeps with an object, besides its content type. */
export const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64, as on the wire. */
  readonly value: string;
}

/** Attributes that a writer gives an object. */
export interface ObjectAttributes {
  readonly contentType: string;
  /** Names in lower case: the kept headers and `x-amz-meta-*`. */
  readonly headers: Readonly<Record<string, string>>;
  /** As in x-amz-tagging: `a=1&b=2`. */
  readonly tags?: string;
}

export interface ObjectRecord extends StoredObject, ObjectAttributes {
  /** Path of the bytes on this machine. */
  readonly file: string;
  readonly checksum?: Checksum;
  /** Only for a sparse object. */
  readonly extents?: readonly Extent[];
}

export const plainAttributes: ObjectAttributes = { contentType: 'application/octet-stream', headers: {} };
