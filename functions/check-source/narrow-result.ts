import { gzipSync } from 'node:zlib';

/** Lambda answers 6 MB at most (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); base64 of it included. */
export const mostAnswerBytes = 5_500_000;

/** For a person: a job whose wildcard selects ten thousand tables has findings of each. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * The answer as it is where Lambda takes it, else gzipped; `aws/source-checks.ts` unpacks it.
 * @throws AnswerTooLarge
 */
export function narrowed<QueryResult extends object>(
  result: QueryResult,
): QueryResult | { readonly gzip: string } {
  const json = JSON.stringify(result);
  if (Buffer.byteLength(json) <= mostAnswerBytes) return result;
  const gzip = gzipSync(json).toString('base64');
  if (gzip.length <= mostAnswerBytes) return { gzip };
  throw new AnswerTooLarge(
    `the answer has ${Math.ceil(gzip.length / 1_000_000)} MB where Lambda takes 6: ask about one job, or one schema (--schema)`,
  );
}
