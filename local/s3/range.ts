import { AwsError } from '../service';

export interface ByteRange {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/** Reads `bytes=a-b`, `bytes=a-` or `bytes=-n`. Anything else is ignored, as in S3. */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size || to < from)
    throw new AwsError('InvalidRange', `the range ${header} is not within the object's ${size} bytes`, 416);
  return { from, to };
}
