import { AwsError } from '../service';

/**
 * Cuts one page out of `all`. The token is the offset of the next page. `code` is the service's error for a
 * wrong token.
 */
export function cutPage<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  code = 'InvalidNextToken',
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw new AwsError(code, `the token "${token}" is not valid`);
  const page = all.slice(from, from + size);
  return from + size < all.length ? { page, nextToken: String(from + size) } : { page };
}
