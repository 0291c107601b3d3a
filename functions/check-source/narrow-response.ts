import { gzipSync } from 'node:zlib';

/**
 * Limit for a response, below the 6 MB of Lambda
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export const maxResponseBytes = 5_500_000;

/** Error for a person: a job whose wildcard selects ten thousand tables has findings about each. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
}

/**
 * Returns a response as it is if Lambda accepts it, or else compressed in base64.
 * `aws/source-checks.ts` decompresses it.
 * @throws ResponseTooLarge
 */
export function narrowed<Response extends object>(response: Response): Response | { readonly gzip: string } {
  const json = JSON.stringify(response);
  if (Buffer.byteLength(json) <= maxResponseBytes) return response;
  const gzip = gzipSync(json).toString('base64');
  if (gzip.length <= maxResponseBytes) return { gzip };
  throw new ResponseTooLarge(
    `the response has ${Math.ceil(gzip.length / 1_000_000)} MB, and Lambda accepts 6 MB; check one job, or one schema (--schema)`,
  );
}
