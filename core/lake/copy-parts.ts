/**
 * Size limit of CopyObject: 5 GiB (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html).
 * See docs/pitfalls.md#copyobject-size-limit.
 */
export const copyLimitBytes = 5 * 1024 ** 3;

const usualPartBytes = 512 * 1024 ** 2;
const mebibyte = 1024 ** 2;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const mostParts = 10_000;

export interface CopyPart {
  /** From 1. */
  readonly number: number;
  /** `bytes=0-1048575`, both ends included, as x-amz-copy-source-range wants it. */
  readonly range: string;
}

/** Parts of a copy. One size always gives the same parts, so that a repeated copy has the same ETag. */
export function copyParts(size: number, partBytes = usualPartBytes): readonly CopyPart[] {
  const smallest = Math.ceil(size / mostParts / mebibyte) * mebibyte;
  const step = Math.max(partBytes, smallest);
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => ({
    number: index + 1,
    range: `bytes=${index * step}-${Math.min(size, (index + 1) * step) - 1}`,
  }));
}
