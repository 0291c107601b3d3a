/** Place of an object in S3. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** One state of an object. An object that was overwritten has another ETag. */
export interface ObjectState extends ObjectAddress {
  /** Without quotes. */
  readonly eTag: string;
  /** Bytes. */
  readonly size: number;
}

export interface DatedObject extends ObjectState {
  readonly lastModified: Date;
}

/** Text of an address for messages: `s3://bucket/key`. */
export function urlOf({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}
